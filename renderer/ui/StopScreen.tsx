import { IconAlertOctagon, IconBarcode } from '@tabler/icons-react';
import { useId } from 'react';
import css from './StopScreen.module.css';
import { KeyCap } from './KeyCap.tsx';

/** Full-screen stop, touch releases it by pointer only (a click made by Enter has no `detail`): what came, what was expected, and the only ways out. Covers everything; Enter does nothing here. */
export function StopScreen(props: {
  title: string;
  text: string;
  came: { label: string; text: string } | null;
  expected: { label: string; text: string } | null;
  release: { lead: string; keys: readonly string[]; tail: string };
  heldNote: string | null;
  onRelease: () => void;
  releaseLabel: string;
}) {
  const textId = useId();
  return (
    <div className={css.stop} role="alertdialog" aria-modal="true" aria-label={props.title} aria-describedby={textId}>
      <div className={css.head}>
        <IconAlertOctagon size={120} stroke={1.8} aria-hidden />
        <h1 className={css.title}>{props.title}</h1>
      </div>
      <p id={textId} className={css.text}>
        {props.text}
      </p>
      <div className={css.pair}>
        {props.came === null ? null : (
          <div className={css.box}>
            <span className={css.label}>{props.came.label}</span>
            <strong className={css.what}>{props.came.text}</strong>
          </div>
        )}
        {props.expected === null ? null : (
          <div className={`${css.box} ${css.wanted}`}>
            <span className={css.label}>{props.expected.label}</span>
            <strong className={css.what}>{props.expected.text}</strong>
          </div>
        )}
      </div>
      <div className={css.release}>
        <IconBarcode size={44} stroke={2} aria-hidden />
        <span>{props.release.lead}</span>
        {props.release.keys.map((key) => (
          <KeyCap key={key} label={key} />
        ))}
        <span>{props.release.tail}</span>
        <button type="button" tabIndex={-1} className={css.touch} onClick={(event) => (event.detail > 0 ? props.onRelease() : undefined)}>
          {props.releaseLabel}
        </button>
      </div>
      {props.heldNote === null ? null : <p className={css.held}>{props.heldNote}</p>}
    </div>
  );
}
