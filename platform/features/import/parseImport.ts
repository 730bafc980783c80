import { parse } from 'csv-parse/sync';
import { type ImportKind, maxImportRows } from '#shared/wire/platform/platformMessages.ts';
import { RequestProblem } from '#shared/wire/platform/requestProblem.ts';
import { csvColumns, fromCsvRow } from './fromCsvRow.ts';

/**
 * Rows of an import body: a JSON array as it is, or CSV text (UTF-8, header line, comma or semicolon) turned into the same shapes.
 * Throws RequestProblem for text that is no CSV, a header that lacks columns, or too many rows.
 */
export function parseImport(kind: ImportKind, body: readonly unknown[] | string): readonly unknown[] {
  const rows = typeof body === 'string' ? parseCsv(kind, body) : body;
  if (rows.length > maxImportRows) {
    throw new RequestProblem(413, 'TOO_MANY_ROWS', `An import has at most ${maxImportRows} rows; send the rest in another one.`, {
      params: { rows: rows.length },
    });
  }
  return rows;
}

function parseCsv(kind: ImportKind, text: string): unknown[] {
  const records = readRecords(text);
  const header = Object.keys(records[0] ?? {});
  const missing = csvColumns[kind].required.filter((column) => !header.includes(column));
  if (records.length > 0 && missing.length > 0) {
    throw new RequestProblem(400, 'MISSING_COLUMNS', `The header lacks ${missing.join(', ')}.`, {
      errors: missing.map((field) => ({ field, message: 'column is missing' })),
    });
  }
  return records.map((cells) => fromCsvRow(kind, cells));
}

function readRecords(text: string): Array<Record<string, string>> {
  try {
    return parse(text, { bom: true, columns: true, trim: true, skip_empty_lines: true, delimiter: [',', ';'], max_record_size: 100_000 });
  } catch (fault) {
    const line = typeof fault === 'object' && fault !== null && 'lines' in fault ? Number(fault.lines) : 0;
    const message = fault instanceof Error ? fault.message : 'not CSV';
    throw new RequestProblem(400, 'BAD_CSV', 'The text is not well-formed CSV.', {
      errors: [{ field: '', message, row: Math.max(0, line - 1) }],
    });
  }
}
