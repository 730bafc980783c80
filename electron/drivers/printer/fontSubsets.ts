import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { GlobalFonts } from '@napi-rs/canvas';

const require = createRequire(import.meta.url);
const fontPackage = '@fontsource/noto-sans-sc';
/** Subset used for what no subset has. */
const lastResort = 'latin';
const weights = { regular: 400, bold: 700 } as const;

type Range = { readonly from: number; readonly to: number; readonly subset: string };
let loadedRanges: readonly Range[] | null = null;
const registered = new Set<string>();

/**
 * Font families that hold the letters of `text`, as a CSS list. The font (Noto Sans SC, OFL-1.1) comes as about a hundred small
 * files by Unicode range; each is read when its first letter is drawn.
 */
export function familiesFor(text: string, weight: 'regular' | 'bold'): string {
  const subsets = new Set([...text].map((character) => subsetOf(character.codePointAt(0) ?? 0)));
  subsets.add(lastResort);
  return [...subsets].map((subset) => `"${register(subset, weights[weight])}"`).join(', ');
}

function register(subset: string, weight: number): string {
  const family = `Halfhour ${subset} ${weight}`;
  if (!registered.has(family)) {
    GlobalFonts.registerFromPath(require.resolve(`${fontPackage}/files/noto-sans-sc-${subset}-${weight}-normal.woff2`), family);
    registered.add(family);
  }
  return family;
}

function subsetOf(codePoint: number): string {
  loadedRanges ??= readRanges();
  return loadedRanges.find((range) => codePoint >= range.from && codePoint <= range.to)?.subset ?? lastResort;
}

/** Unicode ranges of the subsets, as the package lists them ("U+4e00,U+4e03-4e05"). Latin first: most letters are. */
function readRanges(): readonly Range[] {
  const text = readFileSync(require.resolve(`${fontPackage}/unicode.json`), 'utf8');
  const listed = Object.entries(JSON.parse(text) as Record<string, string>);
  const ranges = listed.flatMap(([name, list]) => list.split(',').map((part) => toRange(part, name.replaceAll(/[[\]]/g, ''))));
  return ranges.sort((a, b) => Number(b.subset === lastResort) - Number(a.subset === lastResort));
}

function toRange(part: string, subset: string): Range {
  const [from = '', to = from] = part.trim().replace(/^U\+/i, '').split('-');
  return { from: Number.parseInt(from, 16), to: Number.parseInt(to, 16), subset };
}
