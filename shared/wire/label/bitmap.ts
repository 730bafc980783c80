/** A black-and-white picture: rows of whole bytes, the leftmost dot in the highest bit, 1 is black. */
export type Bitmap = { readonly widthDots: number; readonly heightDots: number; readonly rows: Uint8Array };

/** A rectangle of dots; the corner is the top left one. */
export type DotBox = { readonly x: number; readonly y: number; readonly widthDots: number; readonly heightDots: number };

/** Bytes of one row of a picture. */
export function bytesPerRow(widthDots: number): number {
  return Math.ceil(widthDots / 8);
}

/** A white picture. */
export function createBitmap(widthDots: number, heightDots: number): Bitmap {
  return { widthDots, heightDots, rows: new Uint8Array(bytesPerRow(widthDots) * heightDots) };
}

/** Whether the dot is black; dots outside are white. */
export function isBlackAt(bitmap: Bitmap, x: number, y: number): boolean {
  if (x < 0 || y < 0 || x >= bitmap.widthDots || y >= bitmap.heightDots) return false;
  return ((bitmap.rows[y * bytesPerRow(bitmap.widthDots) + (x >> 3)] ?? 0) & (0x80 >> (x & 7))) !== 0;
}

/** Makes the dots of a rectangle black; what lies outside the picture is passed over. */
export function fillBox(bitmap: Bitmap, box: DotBox): void {
  const rowBytes = bytesPerRow(bitmap.widthDots);
  const left = Math.max(0, box.x);
  const right = Math.min(bitmap.widthDots, box.x + box.widthDots);
  const bottom = Math.min(bitmap.heightDots, box.y + box.heightDots);
  if (left >= right) return;
  const firstByte = left >> 3;
  const lastByte = (right - 1) >> 3;
  const firstMask = 0xff >> (left & 7);
  const lastMask = (0xff << (7 - ((right - 1) & 7))) & 0xff;
  for (let y = Math.max(0, box.y); y < bottom; y += 1) {
    const row = y * rowBytes;
    if (firstByte === lastByte) {
      blacken(bitmap.rows, row + firstByte, firstMask & lastMask);
      continue;
    }
    blacken(bitmap.rows, row + firstByte, firstMask);
    bitmap.rows.fill(0xff, row + firstByte + 1, row + lastByte);
    blacken(bitmap.rows, row + lastByte, lastMask);
  }
}

/** Lays the black dots of `from` over `onto`, its corner at x, y; what lies outside is passed over. */
export function layOver(onto: Bitmap, from: Bitmap, x: number, y: number): void {
  const ontoRowBytes = bytesPerRow(onto.widthDots);
  const fromRowBytes = bytesPerRow(from.widthDots);
  const shift = x & 7;
  const lastMask = onto.widthDots % 8 === 0 ? 0xff : (0xff << (8 - (onto.widthDots % 8))) & 0xff;
  const put = (row: number, column: number, octet: number): void => {
    if (octet === 0 || column < 0 || column >= ontoRowBytes) return;
    blacken(onto.rows, row + column, column === ontoRowBytes - 1 ? octet & lastMask : octet);
  };
  for (let fromY = Math.max(0, -y); fromY < from.heightDots && y + fromY < onto.heightDots; fromY += 1) {
    const row = (y + fromY) * ontoRowBytes;
    for (let column = 0; column < fromRowBytes; column += 1) {
      const octet = from.rows[fromY * fromRowBytes + column] ?? 0;
      if (octet === 0) continue;
      put(row, (x >> 3) + column, octet >> shift);
      put(row, (x >> 3) + column + 1, (octet << (8 - shift)) & 0xff);
    }
  }
}

function blacken(rows: Uint8Array, at: number, mask: number): void {
  rows[at] = (rows[at] ?? 0) | mask;
}

/** The part of a picture within a rectangle; what lies outside the picture is white. */
export function cutOut(bitmap: Bitmap, box: DotBox): Bitmap {
  const part = createBitmap(box.widthDots, box.heightDots);
  layOver(part, bitmap, -box.x, -box.y);
  return part;
}

/** The smallest rectangle that holds every black dot; null where there is none. */
export function inkBoxOf(bitmap: Bitmap): DotBox | null {
  const rowBytes = bytesPerRow(bitmap.widthDots);
  let left = bitmap.widthDots;
  let right = -1;
  let top = -1;
  let bottom = -1;
  for (let at = 0; at < bitmap.rows.length; at += 1) {
    const octet = bitmap.rows[at] ?? 0;
    if (octet === 0) continue;
    const y = Math.floor(at / rowBytes);
    const x = (at % rowBytes) * 8;
    if (top < 0) top = y;
    bottom = y;
    // clz32 counts from the highest of 32 bits; the octet is the lowest 8.
    left = Math.min(left, x + Math.clz32(octet) - 24);
    right = Math.max(right, x + Math.clz32(octet & -octet) - 24);
  }
  return top < 0 ? null : { x: left, y: top, widthDots: right - left + 1, heightDots: bottom - top + 1 };
}

/** A picture from hexadecimal rows, larger or smaller by `scale`; missing bytes are white. */
export function fromHex(rowsHex: string, widthDots: number, heightDots: number, scale: number): Bitmap {
  const rows = new Uint8Array(bytesPerRow(widthDots) * heightDots);
  for (let at = 0; at < rows.length; at += 1) rows[at] = Number.parseInt(rowsHex.slice(at * 2, at * 2 + 2), 16) || 0;
  const rowBytes = bytesPerRow(widthDots);
  const lastMask = widthDots % 8 === 0 ? 0xff : (0xff << (8 - (widthDots % 8))) & 0xff;
  for (let at = rowBytes - 1; at < rows.length; at += rowBytes) rows[at] = (rows[at] ?? 0) & lastMask;
  const source: Bitmap = { widthDots, heightDots, rows };
  if (scale === 1) return source;
  const scaled = createBitmap(Math.round(widthDots * scale), Math.round(heightDots * scale));
  for (let y = 0; y < scaled.heightDots; y += 1) {
    for (let x = 0; x < scaled.widthDots; x += 1) {
      if (isBlackAt(source, Math.floor(x / scale), Math.floor(y / scale))) fillBox(scaled, { x, y, widthDots: 1, heightDots: 1 });
    }
  }
  return scaled;
}
