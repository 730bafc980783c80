import { UnstyledButton } from '@mantine/core';
import { IconBarcode, IconDoorExit, IconPrinter, IconSchool } from '@tabler/icons-react';
import { type ReactNode, useCallback, useMemo } from 'react';
import { createPortal } from 'react-dom';
import { renderSVG } from 'uqr';
import { allPracticeCodes, practiceCodes, type PracticeCode } from '#shared/features/training/practiceCodes.ts';
import { useKeys, useObservable, useStation } from '#renderer/bridge/StationContext.tsx';
import { useRecordChanges } from '#renderer/bridge/useRecordChanges.ts';
import { type Text, useText } from '#renderer/text/useText.ts';
import { BigButton } from '#renderer/ui/BigButton.tsx';
import { KeyCap } from '#renderer/ui/KeyCap.tsx';
import css from './TrainingBar.module.css';

/**
 * Over every screen of training: that nothing here counts, the code that goes on and one that is wrong (to scan from the screen, or G scans the right one),
 * a sheet of practice codes to print, and the way out.
 */
export function TrainingBar(props: { screen: string; children: ReactNode }) {
  const { store, runner, operator, bridge } = useStation();
  const text = useText();
  const { t } = text;
  useRecordChanges(['task', 'order', 'parcel', 'tote']);
  const prompt = useObservable(runner.prompt);
  const operatorId = useObservable(operator)?.id;
  const codes =
    operatorId === undefined ? null : practiceCodes({ screen: props.screen, prompt, operatorId, view: store.view, find: store.find });
  const scan = useCallback((code: string) => void bridge.client.devices.submitWedgeScan({ text: code }).catch(() => undefined), [bridge]);
  const leave = useCallback(() => runner.submit({ kind: 'act', action: 'training', argument: null }), [runner]);
  const right = codes?.right.code;
  useKeys(
    useCallback(
      (key) => {
        if (key.toUpperCase() === 'G' && right !== undefined) scan(right);
        else if (key.toUpperCase() === 'Q') leave();
        else return false;
        return true;
      },
      [right, scan, leave],
    ),
  );
  return (
    <header className={css.bar} aria-label={t('training.title')} data-testid="training">
      <IconSchool size={56} stroke={1.8} aria-hidden />
      <div className={css.words}>
        <strong className={css.title}>{t('training.title')}</strong>
        <span>{t('training.hint')}</span>
      </div>
      {codes === null ? null : (
        <div className={css.codes}>
          <CodeChip code={codes.right} lead={t('training.right')} keyLabel="G" text={text} onPress={scan} />
          <CodeChip code={codes.wrong} lead={t('training.wrong')} keyLabel={null} text={text} onPress={scan} />
        </div>
      )}
      <UnstyledButton className={css.sheetKey} onClick={() => window.print()} aria-label={t('training.print')} title={t('training.print')}>
        <IconPrinter size={28} aria-hidden />
      </UnstyledButton>
      <BigButton icon={IconDoorExit} label={t('training.leave')} keyLabel="Q" look="main" onPress={leave} />
      {props.children}
      <PracticeSheet text={text} />
    </header>
  );
}

function CodeChip(props: { code: PracticeCode; lead: string; keyLabel: string | null; text: Text; onPress: (code: string) => void }) {
  const { code, text } = props;
  const name = text.name({ zh: code.nameZh, en: code.nameEn });
  return (
    <UnstyledButton
      className={css.code}
      onClick={() => props.onPress(code.code)}
      aria-label={`${props.lead}: ${text.t(`thing.${code.kind === 'device' ? 'unknown' : code.kind}`)} ${name}. ${text.t('training.scanIt')}`}
      data-testid={props.keyLabel === null ? 'wrong-code' : 'right-code'}
      data-code={code.code}
    >
      <QrPicture code={code.code} />
      <span className={css.words}>
        <span className={css.lead}>
          {props.lead} {props.keyLabel === null ? <IconBarcode size={22} aria-hidden /> : <KeyCap label={props.keyLabel} />}
        </span>
        <strong className={css.name}>
          {text.t(`thing.${code.kind === 'device' ? 'unknown' : code.kind}`)} {name}
        </strong>
      </span>
    </UnstyledButton>
  );
}

/** On paper only: every code of the practice site. */
function PracticeSheet(props: { text: Text }) {
  const { text } = props;
  const codes = useMemo(() => allPracticeCodes(), []);
  return createPortal(
    <div className={css.paper}>
      <h1>{text.t('training.sheet')}</h1>
      <div className={css.grid}>
        {codes.map((code) => (
          <figure key={code.code} className={css.figure}>
            <QrPicture code={code.code} />
            <figcaption>
              {text.t(`thing.${code.kind === 'device' ? 'unknown' : code.kind}`)} {text.name({ zh: code.nameZh, en: code.nameEn })}
            </figcaption>
          </figure>
        ))}
      </div>
    </div>,
    document.body,
  );
}

function QrPicture(props: { code: string }) {
  const picture = useMemo(() => `data:image/svg+xml;utf8,${encodeURIComponent(renderSVG(props.code, { border: 2 }))}`, [props.code]);
  return <img className={css.picture} src={picture} alt="" />;
}
