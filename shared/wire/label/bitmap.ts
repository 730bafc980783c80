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
  const right = Math.min(bitmap.widthDots, box.x + box.widthDots);
  const bottom = Math.min(bitmap.heightDots, box.y + box.heightDots);
  for (let y = Math.max(0, box.y); y < bottom; y += 1) {
    for (let x = Math.max(0, box.x); x < right; x += 1) {
      const at = y * rowBytes + (x >> 3);
      bitmap.rows[at] = (bitmap.rows[at] ?? 0) | (0x80 >> (x & 7));
    }
  }
}

/** Lays the black dots of `from` over `onto`, its corner at x, y; what lies outside is passed over. */
export function layOver(onto: Bitmap, from: Bitmap, x: number, y: number): void {
  const rowBytes = bytesPerRow(onto.widthDots);
  for (let row = 0; row < from.heightDots; row += 1) {
    const toY = y + row;
    if (toY < 0 || toY >= onto.heightDots) continue;
    for (let column = 0; column < from.widthDots; column += 1) {
      const toX = x + column;
      if (toX < 0 || toX >= onto.widthDots || !isBlackAt(from, column, row)) continue;
      const at = toY * rowBytes + (toX >> 3);
      onto.rows[at] = (onto.rows[at] ?? 0) | (0x80 >> (toX & 7));
    }
  }
}

/** The part of a picture within a rectangle; what lies outside the picture is white. */
export function cutOut(bitmap: Bitmap, box: DotBox): Bitmap {
  const part = createBitmap(box.widthDots, box.heightDots);
  layOver(part, bitmap, -box.x, -box.y);
  return part;
}

/** The smallest rectangle that holds every black dot; null where there is none. */
export function inkBoxOf(bitmap: Bitmap): DotBox | null {
  let left = bitmap.widthDots;
  let right = -1;
  let top = -1;
  let bottom = -1;
  for (let y = 0; y < bitmap.heightDots; y += 1) {
    for (let x = 0; x < bitmap.widthDots; x += 1) {
      if (!isBlackAt(bitmap, x, y)) continue;
      if (top < 0) top = y;
      bottom = y;
      left = Math.min(left, x);
      right = Math.max(right, x);
    }
  }
  return top < 0 ? null : { x: left, y: top, widthDots: right - left + 1, heightDots: bottom - top + 1 };
}

/** A picture from hexadecimal rows, larger or smaller by `scale`; missing bytes are white. */
export function fromHex(rowsHex: string, widthDots: number, heightDots: number, scale: number): Bitmap {
  const rows = new Uint8Array(bytesPerRow(widthDots) * heightDots);
  for (let at = 0; at < rows.length; at += 1) rows[at] = Number.parseInt(rowsHex.slice(at * 2, at * 2 + 2), 16) || 0;
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
