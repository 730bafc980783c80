import type { CodeReader } from '#shared/ports/codeReader.ts';
import { readEanPicture } from '#shared/wire/picture/readEanPicture.ts';

/** Reads EAN-13 by its edges alone; for comparing it with the engines. */
export function createEdgeReader(): CodeReader {
  return {
    name: 'edges',
    read: (picture, formats) => {
      const texts = formats.includes('EAN13') ? readEanPicture(picture) : [];
      return Promise.resolve(texts.map((text) => ({ text, aim: ']E0', format: 'EAN13' as const })));
    },
  };
}
