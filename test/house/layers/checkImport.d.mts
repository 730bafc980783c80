export function checkImport(fromPath: string, specifier: string): string | null;
