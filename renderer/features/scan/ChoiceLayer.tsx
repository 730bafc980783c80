import { UnstyledButton } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useCallback } from 'react';
import { thingName } from '#shared/model/workflow/thingName.ts';
import { useKeys, useObservable, useStation } from '#renderer/bridge/StationContext.tsx';
import type { Choosing } from '#renderer/bridge/answerOf.ts';
import type { TextKey } from '#renderer/text/textTable.ts';
import { useText } from '#renderer/text/useText.ts';
import { BigButton } from '#renderer/ui/BigButton.tsx';
import css from './ChoiceLayer.module.css';

/** The meanings of a scanned code, or the answers to a question, as large numbered tiles over every screen; chosen by touch, digit or command sheet. */
export function ChoiceLayer() {
  const { runner } = useStation();
  const { choosing } = useObservable(runner.state);
  return choosing === null ? null : <Choices choosing={choosing} />;
}

function Choices(props: { choosing: Choosing }) {
  const { runner } = useStation();
  const { t, say } = useText();
  const { choosing } = props;
  const choose = useCallback((no: number) => runner.submit({ kind: 'act', action: 'choice', argument: String(no) }), [runner]);
  const cancel = useCallback(() => runner.submit({ kind: 'act', action: 'no', argument: null }), [runner]);
  useKeys(
    useCallback(
      (key) => {
        if (/^[1-9]$/.test(key)) choose(Number(key));
        else if (key === 'Escape') cancel();
        // Keys of the screen behind do nothing meanwhile.
        return true;
      },
      [choose, cancel],
    ),
  );
  const tiles = useTiles(choosing);
  const title = choosing.kind === 'meaning' ? t('scanning.choose') : say(choosing.title);
  return (
    <div className={css.layer} role="dialog" aria-label={title} data-testid="choices">
      <h2 className={css.title}>{title}</h2>
      {choosing.kind === 'meaning' ? <p className={css.code}>{choosing.text}</p> : null}
      <div className={css.tiles}>
        {tiles.map(({ words, kind }, index) => (
          <UnstyledButton key={`${index} ${words}`} className={css.tile} onClick={() => choose(index + 1)}>
            <span className={css.no}>{index + 1}</span>
            <span className={css.name}>{words}</span>
            {kind === null ? null : <span className={css.kind}>{kind}</span>}
          </UnstyledButton>
        ))}
      </div>
      <p className={css.note}>{t('scanning.chooseNote')}</p>
      <BigButton icon={IconX} label={t('scanning.chooseCancel')} keyLabel="Esc" onPress={cancel} />
    </div>
  );
}

/** What stands on the tiles. */
function useTiles(choosing: Choosing): readonly { readonly words: string; readonly kind: string | null }[] {
  const { store } = useStation();
  const { t, say, name } = useText();
  if (choosing.kind === 'question') return choosing.choices.map((choice) => ({ words: say(choice), kind: null }));
  return choosing.choices.map((thing) => {
    const named = thingName(thing, { view: store.view });
    return { words: name({ zh: named.thingZh, en: named.thingEn }), kind: t(`thing.${thing.kind}` as TextKey) };
  });
}
