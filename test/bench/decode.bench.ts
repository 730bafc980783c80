import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { codeReaders } from '#electron/headless/decodeImages.ts';
import { loadGrayPicture } from '#electron/drivers/camera/loadGrayPicture.ts';
import type { CodeReader } from '#shared/ports/codeReader.ts';
import { cameraFormats } from '#shared/wire/picture/cameraCode.ts';

type Tally = { readonly set: string; pictures: number; read: number; wrong: number; totalMs: number; readonly times: number[] };

const pictureName = /\.(png|jpe?g|webp)$/;
/** Sets of one symbology, by the start of the folder's name. */
const sets: Readonly<Record<string, string>> = {
  qrcode: 'qrPct',
  datamatrix: 'dataMatrixPct',
  code128: 'code128Pct',
  ean13: 'ean13Pct',
  itf: 'itfPct',
};

/** What the metrics of an engine end with; those of the camera's own with nothing. */
const suffixes: Readonly<Record<string, string>> = { combined: '', 'zxing-wasm': 'Wasm', 'zxing-library': 'Library', edges: 'Edges' };

/**
 * Photos whose content is known (a `.txt` or `.bin` beside each) through the station's camera decoder, all formats asked for at once as at
 * the camera. A picture counts as read when one of its codes says exactly what is known; a false read is a code in a picture of the
 * false-positive sets; elsewhere every picture with a code of another text counts as wrong, even beside the right one.
 */
export async function run({ dataFolder }: { dataFolder: string | null }): Promise<{
  metrics: Record<string, number>;
  rows: Array<Record<string, string | number>>;
}> {
  const folder = dataFolder ?? path.resolve('../shared/data/barcodes');
  if (!existsSync(folder)) throw new Error(`there are no photos in ${folder}; give --data DIR`);
  const metrics: Record<string, number> = {};
  const rows: Array<Record<string, string | number>> = [];
  for (const engine of Object.values(codeReaders).map((create) => create())) {
    await engine.read({ width: 8, height: 8, luma: new Uint8Array(64).fill(255) }, cameraFormats);
    const tallies = await readSets(engine, folder);
    rows.push(...tallies.map((tally) => toRow(engine.name, tally)));
    const suffix = suffixes[engine.name] ?? engine.name;
    for (const tally of tallies) {
      const metric = sets[tally.set];
      if (metric !== undefined) metrics[metric + suffix] = percent(tally.read, tally.pictures);
    }
    const pictures = tallies.reduce((sum, tally) => sum + tally.pictures, 0);
    metrics[`falseReads${suffix}`] = tallies.find(({ set }) => set === 'falsepositives')?.wrong ?? 0;
    metrics[`wrongReads${suffix}`] = tallies.reduce((sum, tally) => sum + (tally.set === 'falsepositives' ? 0 : tally.wrong), 0);
    metrics[`msPerImage${suffix}`] = round(tallies.reduce((sum, tally) => sum + tally.totalMs, 0) / Math.max(1, pictures));
  }
  return { metrics, rows };
}

async function readSets(engine: CodeReader, folder: string): Promise<Tally[]> {
  const tallies = new Map<string, Tally>();
  const names = readdirSync(folder, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []));
  for (const name of names.toSorted()) {
    const set = name.replace(/-\d+$/, '');
    const tally = tallies.get(set) ?? { set, pictures: 0, read: 0, wrong: 0, totalMs: 0, times: [] };
    tallies.set(set, tally);
    for (const file of readdirSync(path.join(folder, name)).filter((entry) => pictureName.test(entry))) {
      await readOne(engine, path.join(folder, name, file), tally);
    }
  }
  return [...tallies.values()];
}

async function readOne(engine: CodeReader, file: string, tally: Tally): Promise<void> {
  const picture = await loadGrayPicture(readFileSync(file));
  const started = performance.now();
  const codes = await engine.read(picture, cameraFormats);
  const spentMs = performance.now() - started;
  const known = knownContent(file);
  tally.pictures += 1;
  tally.totalMs += spentMs;
  tally.times.push(spentMs);
  if (codes.some(({ text }) => known.includes(text))) tally.read += 1;
  // A second code of another text in a photo of one code is as wrong as a first.
  if (codes.every(({ text }) => known.includes(text))) return;
  tally.wrong += 1;
  if (process.env.HALFHOUR_DEBUG === '1') console.error(engine.name, file, JSON.stringify(codes), JSON.stringify(known));
}

/** What is known to be in the picture; a UPC-A is the same as its EAN-13 with a leading zero. */
function knownContent(file: string): readonly string[] {
  const base = file.replace(pictureName, '');
  if (existsSync(`${base}.txt`)) {
    const text = readFileSync(`${base}.txt`, 'utf8');
    return /^0\d{12}$/.test(text.trim()) ? [text, text.trim(), text.trim().slice(1)] : [text, text.trimEnd()];
  }
  return existsSync(`${base}.bin`) ? [readFileSync(`${base}.bin`, 'latin1'), readFileSync(`${base}.bin`, 'utf8')] : [];
}

function toRow(engine: string, tally: Tally): Record<string, string | number> {
  const sorted = tally.times.toSorted((a, b) => a - b);
  const quantile = (share: number): number => round(sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0);
  return {
    engine,
    set: tally.set,
    pictures: tally.pictures,
    read: tally.read,
    pct: percent(tally.read, tally.pictures),
    wrong: tally.wrong,
    msMean: round(tally.totalMs / Math.max(1, tally.pictures)),
    msP50: quantile(0.5),
    msP95: quantile(0.95),
  };
}

function percent(part: number, whole: number): number {
  return round((100 * part) / Math.max(1, whole));
}

function round(figure: number): number {
  return Math.round(figure * 10) / 10;
}
