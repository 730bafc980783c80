/** The text of shared/wire/barcode/aiTable.ts for the text of a GS1 Barcode Syntax Dictionary. */
export function toAiTable(dictionary: string): string;
