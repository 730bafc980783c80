import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { GlobalFonts } from '@napi-rs/canvas';
import { readFontCoverage } from './readFontCoverage.ts';

const require = createRequire(import.meta.url);
const fontPackage = '@fontsource/noto-sans-sc';
/** Subset that holds ASCII. */
const latin = 'latin';
const weights = { regular: 400, bold: 700 } as const;
/** Printed for a character the font has no letter for, and for what has no form of its own nothing. */
const placeholder = '□';
const formless = /[\p{Mark}\p{Format}]/u;

type Weight = keyof typeof weights;
type Range = { readonly from: number; readonly to: number; readonly subset: string };
type Subset = { readonly family: string; readonly covered: ReadonlySet<number> };

let loadedRanges: readonly Range[] | null = null;
const subsets = new Map<string, Subset>();

/** Text the bundled font can draw, and the families that hold its letters as a CSS list. */
export type DrawableText = { readonly text: string; readonly families: string };

/**
 * Makes text drawable with the bundled font (Noto Sans SC, OFL-1.1): a character it has no letter for (an emoji, another script) becomes □, so that no font of the
 * machine steps in and every machine prints the same. The font comes as about a hundred small files by Unicode range; each is read when its
 * first letter is drawn.
 */
export function toDrawable(text: string, weight: Weight): DrawableText {
  const families = new Set([subsetNamed(latin, weight).family]);
  const drawable = [...text.normalize('NFC')].map((character) => {
    const subset = subsetOf(character, weight);
    if (subset !== null) families.add(subset.family);
    if (subset !== null || character === ' ') return character;
    if (formless.test(character)) return '';
    families.add(subsetOf(placeholder, weight)?.family ?? '');
    return placeholder;
  });
  return { text: drawable.join(''), families: [...families].map((family) => `"${family}"`).join(', ') };
}

/** The subset that really has the letter; null where none has. */
function subsetOf(character: string, weight: Weight): Subset | null {
  const codePoint = character.codePointAt(0) ?? 0;
  loadedRanges ??= readRanges();
  for (const range of loadedRanges) {
    if (codePoint < range.from || codePoint > range.to) continue;
    const subset = subsetNamed(range.subset, weight);
    if (subset.covered.has(codePoint)) return subset;
  }
  return null;
}

function subsetNamed(name: string, weight: Weight): Subset {
  const key = `${name} ${weights[weight]}`;
  const known = subsets.get(key);
  if (known !== undefined) return known;
  const path = require.resolve(`${fontPackage}/files/noto-sans-sc-${name}-${weights[weight]}-normal.woff2`);
  const subset = { family: `Halfhour ${key}`, covered: readFontCoverage(path) };
  GlobalFonts.registerFromPath(path, subset.family);
  subsets.set(key, subset);
  return subset;
}

/** Unicode ranges of the subsets, as the package lists them ("U+4e00,U+4e03-4e05"). Latin first: most letters are. */
function readRanges(): readonly Range[] {
  const text = readFileSync(require.resolve(`${fontPackage}/unicode.json`), 'utf8');
  const listed = Object.entries(JSON.parse(text) as Record<string, string>);
  const ranges = listed.flatMap(([name, list]) => list.split(',').map((part) => toRange(part, name.replaceAll(/[[\]]/g, ''))));
  return ranges.sort((a, b) => Number(b.subset === latin) - Number(a.subset === latin));
}

function toRange(part: string, subset: string): Range {
  const [from = '', to = from] = part.trim().replace(/^U\+/i, '').split('-');
  return { from: Number.parseInt(from, 16), to: Number.parseInt(to, 16), subset };
}
