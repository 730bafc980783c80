import type { Icon } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import css from './EmptyState.module.css';

/** Nothing here, and what to do next. */
export function EmptyState(props: { icon: Icon; title: string; hint?: string; children?: ReactNode }) {
  const Sign = props.icon;
  return (
    <div className={css.empty}>
      <Sign size={96} stroke={1.4} aria-hidden className={css.sign ?? ''} />
      <h2 className={css.title}>{props.title}</h2>
      {props.hint === undefined ? null : <p className={css.hint}>{props.hint}</p>}
      {props.children}
    </div>
  );
}
