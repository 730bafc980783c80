import type { AnyRecord } from '#shared/model/records.ts';
import { checkingReader, type RowReader } from '#shared/sync/readRows.ts';

/** One in so many rows and pages is encoded, decoded and checked for its reader alone, as between real machines. */
const readersOwnShare = 16;
/** Texts of pages remembered. */
const maxTexts = 400;

/**
 * A reader for all stations of a simulation. Rows are never changed in place, so a station may hold the platform's own object and share the
 * rows of a page with the others: most of the time of a simulation would go into checking the same rows again. Every sixteenth is read apart.
 */
export function createSharedReader(): RowReader {
  const texts = new Map<string, unknown>();
  let turn = 0;
  const isOwnTurn = () => {
    turn += 1;
    return turn % readersOwnShare === 0;
  };
  return {
    json(text) {
      if (isOwnTurn()) return checkingReader.json(text);
      const known = texts.get(text) ?? checkingReader.json(text);
      texts.set(text, known);
      if (texts.size > maxTexts) for (const oldest of texts.keys()) if (texts.size > maxTexts / 2) texts.delete(oldest);
      return known;
    },
    row: (kind, row) => (isOwnTurn() ? checkingReader.row(kind, JSON.parse(JSON.stringify(row))) : (row as AnyRecord)),
    isRow: (kind, row) => !isOwnTurn() || checkingReader.isRow(kind, JSON.parse(JSON.stringify(row))),
  };
}
