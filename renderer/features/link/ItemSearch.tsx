import { UnstyledButton } from '@mantine/core';
import { IconSearch, IconSearchOff } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import type { LinkState } from '#shared/features/link/stepLink.ts';
import type { Sku } from '#shared/model/sku/sku.ts';
import type { SheetAction } from '#shared/model/workflow/workflow.ts';
import { pictureUrlOf } from '#renderer/bridge/pictureUrlOf.ts';
import { useStation } from '#renderer/bridge/StationContext.tsx';
import { useText } from '#renderer/text/useText.ts';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import { KeyCap } from '#renderer/ui/KeyCap.tsx';
import { Picture } from '#renderer/ui/Picture.tsx';
import css from './LinkScreen.module.css';

/** Which item is it: by words, or those of the bin that was scanned; each with its number. */
export function ItemSearch(props: {
  state: LinkState;
  items: readonly Sku[];
  words: string;
  onWords: (words: string) => void;
  act: (action: SheetAction, argument?: string) => void;
}) {
  const { store } = useStation();
  const { t, name } = useText();
  const { state, items, words, act } = props;
  const field = useRef<HTMLInputElement>(null);
  const isByWords = state.binId === null;
  // The screen is for finding: a person types at once; a scan never ends up in a field.
  useEffect(() => void (isByWords && field.current?.focus()), [isByWords]);
  const bin = state.binId === null ? undefined : store.view.get('bin', state.binId);
  return (
    <section className={css.search}>
      <h2 className={css.question}>{bin === undefined ? t('link.which') : t('link.inBin', { bin: bin.code })}</h2>
      {bin === undefined ? (
        <>
          <p className={css.hint}>{t('link.find')}</p>
          <label className={css.field}>
            <IconSearch size={32} aria-hidden />
            <input
              className={css.input}
              aria-label={t('link.words')}
              placeholder={t('link.words')}
              value={words}
              ref={field}
              onChange={(event) => props.onWords(event.currentTarget.value)}
              onKeyDown={(event) => {
                if (event.key === 'Escape') act('undo');
                // An input method's Enter ends a word, not the search.
                if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
                // From here the digits choose.
                event.currentTarget.blur();
                if (items.length === 1) act('choice', '1');
              }}
            />
            <KeyCap label="Enter" />
          </label>
        </>
      ) : null}
      {items.length === 0 && words.trim() !== '' ? (
        <EmptyState icon={IconSearchOff} title={t('link.none')} hint={t('link.noneHint')} isPart />
      ) : null}
      <ol className={css.items}>
        {items.map((sku, index) => (
          <li key={sku.id}>
            <UnstyledButton className={css.item} onClick={() => act('choice', String(index + 1))}>
              <span className={css.no}>{index + 1}</span>
              <Picture url={pictureUrlOf(sku.picture)} label="" sizePx={64} />
              <span className={css.itemName}>
                {name(sku.name)}
                <span className={css.itemCode}>{sku.code}</span>
              </span>
            </UnstyledButton>
          </li>
        ))}
      </ol>
    </section>
  );
}
