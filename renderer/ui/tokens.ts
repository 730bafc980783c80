/** How something is to be taken, by colour. A tone never stands alone: it comes with an icon and a word. */
export const toneNames = ['ok', 'soon', 'late', 'info', 'calm', 'ambient', 'chilled', 'frozen'] as const;
export type Tone = (typeof toneNames)[number];

/** Colours of one tone: `ink` on the surface and on its own `tint`; `onSolid` on `solid`. */
export type ToneColours = { readonly ink: string; readonly tint: string; readonly solid: string; readonly onSolid: string };

/** All colours of one colour scheme. Every text pair keeps a contrast of 7:1 (WCAG 2.2, 1.4.6). */
export type SchemeTokens = {
  readonly page: string;
  readonly surface: string;
  readonly sunken: string;
  readonly line: string;
  readonly ink: string;
  readonly quiet: string;
  readonly accent: string;
  readonly onAccent: string;
  /** Large calm surface of the house's colour. */
  readonly brand: string;
  readonly onBrand: string;
  readonly stop: string;
  readonly onStop: string;
  readonly tones: Readonly<Record<Tone, ToneColours>>;
};

export const lightTokens: SchemeTokens = {
  page: '#f2f4f1',
  surface: '#ffffff',
  sunken: '#e7ebe6',
  line: '#c5cec7',
  ink: '#0e1f18',
  quiet: '#3b4a43',
  accent: '#08543d',
  onAccent: '#ffffff',
  brand: '#08543d',
  onBrand: '#ffffff',
  stop: '#8c0d0a',
  onStop: '#ffffff',
  tones: {
    ok: { ink: '#07472f', tint: '#d8efe2', solid: '#0b5638', onSolid: '#ffffff' },
    soon: { ink: '#553600', tint: '#ffebbd', solid: '#ffc53d', onSolid: '#2b1a00' },
    late: { ink: '#7d100c', tint: '#fde0dd', solid: '#941510', onSolid: '#ffffff' },
    info: { ink: '#0a3f6b', tint: '#deecf9', solid: '#0d4b82', onSolid: '#ffffff' },
    calm: { ink: '#2f3d37', tint: '#e7ebe6', solid: '#37463f', onSolid: '#ffffff' },
    ambient: { ink: '#493a16', tint: '#f3ecd8', solid: '#5a4718', onSolid: '#ffffff' },
    chilled: { ink: '#074556', tint: '#d8eff5', solid: '#075468', onSolid: '#ffffff' },
    frozen: { ink: '#2b3585', tint: '#e4e8fc', solid: '#333f9c', onSolid: '#ffffff' },
  },
};

export const darkTokens: SchemeTokens = {
  page: '#0a100e',
  surface: '#141d1a',
  sunken: '#1e2925',
  line: '#3b4a44',
  ink: '#f2f7f4',
  quiet: '#c0cdc6',
  accent: '#7fdcb0',
  onAccent: '#04241a',
  brand: '#0c3427',
  onBrand: '#e9fff4',
  stop: '#9a1410',
  onStop: '#ffffff',
  tones: {
    ok: { ink: '#9ceac2', tint: '#10382a', solid: '#7fdcb0', onSolid: '#04241a' },
    soon: { ink: '#ffdc8f', tint: '#3c2c06', solid: '#ffcb57', onSolid: '#2b1a00' },
    late: { ink: '#ffc4bd', tint: '#4c1613', solid: '#ffb0a6', onSolid: '#3d0604' },
    info: { ink: '#b0d8ff', tint: '#11304d', solid: '#a3d0ff', onSolid: '#05213b' },
    calm: { ink: '#d3ddd8', tint: '#26322d', solid: '#c0cdc6', onSolid: '#111a16' },
    ambient: { ink: '#ecd9a6', tint: '#352b12', solid: '#e2cb8e', onSolid: '#2a2008' },
    chilled: { ink: '#a4e4f4', tint: '#0c3540', solid: '#8ddcf0', onSolid: '#04262f' },
    frozen: { ink: '#c9d0ff', tint: '#252b5c', solid: '#bcc5ff', onSolid: '#141a4a' },
  },
};

/** CSS variables of a scheme: `--hh-ink`, `--hh-ok-tint` ... */
export function toCssVariables(tokens: SchemeTokens): Record<string, string> {
  const { tones, ...plain } = tokens;
  const variables: Record<string, string> = {};
  for (const [name, colour] of Object.entries(plain)) variables[`--hh-${toKebab(name)}`] = colour;
  for (const tone of toneNames) {
    for (const [part, colour] of Object.entries(tones[tone])) variables[`--hh-${tone}-${toKebab(part)}`] = colour;
  }
  return variables;
}

function toKebab(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
