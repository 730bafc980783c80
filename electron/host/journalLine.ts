import { crc32 } from 'node:zlib';

/** A line is `LLLLLLLL CCCCCCCC JSON\n`: length of the JSON in bytes and its CRC-32, both as eight hex digits. */
const headLength = 18;

/** The bytes of one line. */
export function toJournalLine(json: string): Buffer {
  const body = Buffer.from(json, 'utf8');
  return Buffer.concat([Buffer.from(`${hex8(body.length)} ${hex8(crc32(body))} `, 'latin1'), body, Buffer.from('\n', 'latin1')]);
}

/** What was found in a journal file. */
export type JournalScan = {
  readonly texts: readonly string[];
  /** Bytes up to the end of the last good line: what follows is torn and may be cut off. */
  readonly goodBytes: number;
  /** Bad lines with good ones after them. */
  readonly damagedLines: number;
};

/** Reads every good line. A bad line in between is skipped and counted; bad bytes after the last good line are a torn write. */
export function scanJournal(bytes: Buffer): JournalScan {
  const texts: string[] = [];
  let position = 0;
  let goodBytes = 0;
  let badLines = 0;
  let badLinesBeforeGood = 0;
  while (position < bytes.length) {
    const lineEnd = bytes.indexOf(0x0a, position);
    const text = lineEnd === -1 ? null : readLine(bytes.subarray(position, lineEnd));
    if (text === null) badLines += 1;
    else {
      texts.push(text);
      goodBytes = lineEnd + 1;
      badLinesBeforeGood = badLines;
    }
    if (lineEnd === -1) break;
    position = lineEnd + 1;
  }
  return { texts, goodBytes, damagedLines: badLinesBeforeGood };
}

function readLine(line: Buffer): string | null {
  if (line.length < headLength) return null;
  const head = line.subarray(0, headLength).toString('latin1');
  if (!/^[0-9a-f]{8} [0-9a-f]{8} $/.test(head)) return null;
  const body = line.subarray(headLength);
  if (body.length !== Number.parseInt(head.slice(0, 8), 16)) return null;
  if (crc32(body) !== Number.parseInt(head.slice(9, 17), 16)) return null;
  return body.toString('utf8');
}

function hex8(number: number): string {
  return number.toString(16).padStart(8, '0');
}
