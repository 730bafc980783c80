export function ensurePageBuilt(root: string, log: (message: string) => void): Promise<void>;
