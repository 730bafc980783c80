import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';

/** Paths of all files below `folders` (relative to the root, forward slashes) whose name `isWanted`. */
export function listFiles(folders: readonly string[], isWanted: (name: string) => boolean): string[] {
  const found: string[] = [];
  const walk = (folder: string): void => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      if (entry.name === 'node_modules') continue;
      const child = path.posix.join(folder, entry.name);
      if (entry.isDirectory()) walk(child);
      else if (isWanted(entry.name)) found.push(child);
    }
  };
  for (const folder of folders) if (existsSync(folder)) walk(folder);
  return found.toSorted();
}
