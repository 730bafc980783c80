/** Gathers text and bytes into one stream. */
export type ByteWriter = { text(ascii: string): void; bytes(octets: Iterable<number>): void; take(): Uint8Array };

/** An empty stream. Text must be ASCII. */
export function createByteWriter(): ByteWriter {
  const parts: number[] = [];
  return {
    text: (ascii) => {
      for (let at = 0; at < ascii.length; at += 1) parts.push(ascii.charCodeAt(at) & 0x7f);
    },
    bytes: (octets) => {
      for (const octet of octets) parts.push(octet & 0xff);
    },
    take: () => Uint8Array.from(parts),
  };
}
