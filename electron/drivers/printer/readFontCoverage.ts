import { readFileSync } from 'node:fs';
import { brotliDecompressSync } from 'node:zlib';

/** Position of `cmap` in the list of known tags (WOFF2, section 4.1). */
const cmapTag = 0;
const glyfTag = 10;
const locaTag = 11;
const ownTag = 63;
const headerLength = 48;

/**
 * The code points a WOFF2 font has letters for, from its `cmap` table (W3C WOFF File Format 2.0; OpenType cmap formats 4 and 12). Throws where the
 * file is no such font: that is a fault of the installation.
 */
export function readFontCoverage(path: string): ReadonlySet<number> {
  const file = readFileSync(path);
  if (file.toString('latin1', 0, 4) !== 'wOF2') throw new Error(`${path} is no WOFF2 font`);
  const cmap = findCmap(file);
  const covered = new Set<number>();
  const tableCount = cmap.readUInt16BE(2);
  for (let index = 0; index < tableCount; index += 1) {
    const table = cmap.subarray(cmap.readUInt32BE(4 + index * 8 + 4));
    const format = table.readUInt16BE(0);
    if (format === 4) readFormat4(table, covered);
    if (format === 12) readFormat12(table, covered);
  }
  return covered;
}

function findCmap(file: Buffer): Buffer {
  const tableCount = file.readUInt16BE(12);
  let at = headerLength;
  let offset = 0;
  let place: { readonly offset: number; readonly length: number } | null = null;
  const readBase128 = (): number => {
    let sum = 0;
    for (let count = 0; count < 5; count += 1) {
      const octet = file.readUInt8(at);
      at += 1;
      sum = sum * 128 + (octet & 0x7f);
      if (octet < 0x80) break;
    }
    return sum;
  };
  for (let index = 0; index < tableCount; index += 1) {
    const flags = file.readUInt8(at);
    at += 1;
    const tag = flags & 0x3f;
    if (tag === ownTag) at += 4;
    let length = readBase128();
    const version = flags >> 6;
    const isTransformed = tag === glyfTag || tag === locaTag ? version === 0 : version !== 0;
    if (isTransformed) length = readBase128();
    if (tag === cmapTag) place = { offset, length };
    offset += length;
  }
  if (place === null) throw new Error('the font has no cmap table');
  const tables = brotliDecompressSync(file.subarray(at, at + file.readUInt32BE(20)));
  return tables.subarray(place.offset, place.offset + place.length);
}

function readFormat4(table: Buffer, covered: Set<number>): void {
  const segments = table.readUInt16BE(6) / 2;
  for (let index = 0; index < segments; index += 1) {
    const end = table.readUInt16BE(14 + index * 2);
    const start = table.readUInt16BE(16 + (segments + index) * 2);
    const delta = table.readUInt16BE(16 + (2 * segments + index) * 2);
    const rangeAt = 16 + (3 * segments + index) * 2;
    const range = table.readUInt16BE(rangeAt);
    for (let code = start; code <= end && code < 0xffff; code += 1) {
      const glyph = range === 0 ? (code + delta) & 0xffff : table.readUInt16BE(rangeAt + range + (code - start) * 2);
      if (glyph !== 0) covered.add(code);
    }
  }
}

function readFormat12(table: Buffer, covered: Set<number>): void {
  const groups = table.readUInt32BE(12);
  for (let index = 0; index < groups; index += 1) {
    const start = table.readUInt32BE(16 + index * 12);
    const end = table.readUInt32BE(20 + index * 12);
    const glyph = table.readUInt32BE(24 + index * 12);
    for (let code = start; code <= end; code += 1) if (glyph + code - start !== 0) covered.add(code);
  }
}
