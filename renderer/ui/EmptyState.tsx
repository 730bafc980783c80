import type { Icon } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import css from './EmptyState.module.css';

/** Nothing here, and what to do next. Its title is the screen's, unless it is part of a screen that has one. */
export function EmptyState(props: { icon: Icon; title: string; hint?: string; isPart?: boolean; children?: ReactNode }) {
  const Sign = props.icon;
  const Title = props.isPart === true ? 'h2' : 'h1';
  return (
    <div className={css.empty}>
      <Sign size={96} stroke={1.4} aria-hidden className={css.sign ?? ''} />
      <Title className={css.title}>{props.title}</Title>
      {props.hint === undefined ? null : <p className={css.hint}>{props.hint}</p>}
      {props.children}
    </div>
  );
}
