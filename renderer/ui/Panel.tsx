import type { ReactNode } from 'react';
import css from './Panel.module.css';
import { Scroller } from './Scroller.tsx';

/** A titled surface. */
export function Panel(props: { title?: string; note?: string; aside?: ReactNode; children: ReactNode; isFilling?: boolean }) {
  return (
    <section className={`${css.panel} ${props.isFilling ? css.filling : ''}`}>
      {props.title === undefined ? null : (
        <header className={css.head}>
          <h2 className={css.title}>{props.title}</h2>
          {props.note === undefined ? null : <span className={css.note}>{props.note}</span>}
          <span className={css.aside}>{props.aside}</span>
        </header>
      )}
      <Scroller className={css.body ?? ''} label={props.title}>
        {props.children}
      </Scroller>
    </section>
  );
}
