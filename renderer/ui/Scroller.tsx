import type { ReactNode } from 'react';

/** A list that scrolls and holds nothing to press: focus reaches it, so that keys scroll it too (WCAG 2.1.1). */
export function Scroller(props: { className: string; label: string; children: ReactNode }) {
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must take focus where nothing in it does
    <div className={props.className} role="group" aria-label={props.label} tabIndex={0}>
      {props.children}
    </div>
  );
}
