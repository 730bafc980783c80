import { useEffect, useRef, useState, type ReactNode } from 'react';

/** A part that scrolls where its contents need more room; then focus reaches it, so that keys scroll it too (WCAG 2.1.1). */
export function Scroller(props: { className: string; label: string | undefined; children: ReactNode }) {
  const area = useRef<HTMLDivElement>(null);
  const [isScrolling, setScrolling] = useState(false);
  useEffect(() => {
    const { current } = area;
    // Without a layout engine nothing scrolls.
    if (current === null || typeof ResizeObserver === 'undefined') return undefined;
    const look = (): void => setScrolling(current.scrollHeight > current.clientHeight);
    const sizes = new ResizeObserver(look);
    sizes.observe(current);
    const contents = new MutationObserver(look);
    contents.observe(current, { childList: true, subtree: true });
    return () => {
      sizes.disconnect();
      contents.disconnect();
    };
  }, []);
  return (
    <div ref={area} className={props.className} {...(isScrolling ? { role: 'group', 'aria-label': props.label, tabIndex: 0 } : {})}>
      {props.children}
    </div>
  );
}
