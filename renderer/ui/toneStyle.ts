import type { CSSProperties } from 'react';
import type { Tone } from './tokens.ts';

/** Local CSS variables that a component's stylesheet reads for its tone. */
export function toneStyle(tone: Tone): CSSProperties {
  return {
    '--tone-ink': `var(--hh-${tone}-ink)`,
    '--tone-tint': `var(--hh-${tone}-tint)`,
    '--tone-solid': `var(--hh-${tone}-solid)`,
    '--tone-on-solid': `var(--hh-${tone}-on-solid)`,
  } as CSSProperties;
}
