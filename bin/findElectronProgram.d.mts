export function findElectronProgram(): string | null;
