/** Rows of named cells as aligned text; numbers to the right, at most three digits after the point. */
export function toTable(rows) {
  if (rows.length === 0) return '';
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const cells = rows.map((row) => columns.map((column) => toCell(row[column])));
  const widths = columns.map((column, index) => Math.max(column.length, ...cells.map((line) => line[index].length)));
  const isNumeric = columns.map((column) => rows.every((row) => row[column] === undefined || typeof row[column] === 'number'));
  const toLine = (line) =>
    line
      .map((cell, index) => (isNumeric[index] ? cell.padStart(widths[index]) : cell.padEnd(widths[index])))
      .join('  ')
      .trimEnd();
  return [toLine(columns), toLine(widths.map((width) => '-'.repeat(width))), ...cells.map(toLine)].join('\n');
}

function toCell(cell) {
  if (cell === undefined || cell === null) return '';
  return typeof cell === 'number' ? String(Math.round(cell * 1000) / 1000) : String(cell);
}
