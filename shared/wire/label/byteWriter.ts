/** Gathers text and bytes into one stream. */
export type ByteWriter = { text(ascii: string): void; bytes(octets: ArrayLike<number>): void; take(): Uint8Array };

/** An empty stream. Text must be ASCII. */
export function createByteWriter(): ByteWriter {
  const parts: Uint8Array[] = [];
  let length = 0;
  const add = (part: Uint8Array): void => {
    parts.push(part);
    length += part.length;
  };
  return {
    text: (ascii) => add(Uint8Array.from(ascii, (character) => character.charCodeAt(0) & 0x7f)),
    bytes: (octets) => add(Uint8Array.from(octets)),
    take: () => {
      const stream = new Uint8Array(length);
      let at = 0;
      for (const part of parts) {
        stream.set(part, at);
        at += part.length;
      }
      return stream;
    },
  };
}
