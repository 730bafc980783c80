import css from './KeyCap.module.css';

/** The key that does the same as the button it stands on. */
export function KeyCap(props: { label: string }) {
  return <kbd className={css.cap}>{props.label}</kbd>;
}
