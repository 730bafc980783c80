import { UnstyledButton } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useCallback } from 'react';
import { thingName } from '#shared/model/workflow/thingName.ts';
import { useKeys, useObservable, useStation } from '#renderer/bridge/StationContext.tsx';
import type { Choosing } from '#renderer/bridge/workflowRunner.ts';
import type { TextKey } from '#renderer/text/textTable.ts';
import { useText } from '#renderer/text/useText.ts';
import { BigButton } from '#renderer/ui/BigButton.tsx';
import css from './ChoiceLayer.module.css';

/** The meanings of a scanned code as large numbered tiles over every screen; chosen by touch, digit or command sheet. */
export function ChoiceLayer() {
  const { runner } = useStation();
  const { choosing } = useObservable(runner.state);
  return choosing === null ? null : <Choices choosing={choosing} />;
}

function Choices(props: { choosing: Choosing }) {
  const station = useStation();
  const { t, name } = useText();
  const { runner, store } = station;
  const { text, choices } = props.choosing;
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
  return (
    <div className={css.layer} role="dialog" aria-label={t('scanning.choose')} data-testid="choices">
      <h2 className={css.title}>{t('scanning.choose')}</h2>
      <p className={css.code}>{text}</p>
      <div className={css.tiles}>
        {choices.map((thing, index) => {
          const named = thingName(thing, { view: store.view });
          return (
            <UnstyledButton key={`${thing.kind}${named.thingZh}`} className={css.tile} onClick={() => choose(index + 1)}>
              <span className={css.no}>{index + 1}</span>
              <span className={css.name}>{name({ zh: named.thingZh, en: named.thingEn })}</span>
              <span className={css.kind}>{t(`thing.${thing.kind}` as TextKey)}</span>
            </UnstyledButton>
          );
        })}
      </div>
      <p className={css.note}>{t('scanning.chooseNote')}</p>
      <BigButton icon={IconX} label={t('scanning.chooseCancel')} keyLabel="Esc" onPress={cancel} />
    </div>
  );
}
