import { spawnSync } from 'node:child_process';
import { accessSync, constants, readdirSync } from 'node:fs';
import path from 'node:path';

/** Folders that hold programs but are not always on the PATH. */
const extraFolders = ['/usr/bin', '/usr/sbin', '/usr/local/bin', '/usr/local/sbin', '/opt/homebrew/bin', ...postgresFolders()];

let hasUpdatedPackageLists = false;

/**
 * Full path of the first of `names` that is on this machine, or null.
 * With `aptPackage`, a missing program is installed where this process may (Debian or Ubuntu, root or password-less sudo).
 * HALFHOUR_NO_INSTALL=1 forbids installing.
 */
export function findProgram(names: readonly string[], aptPackage?: string): string | null {
  const found = lookUp(names);
  if (found !== null || aptPackage === undefined) return found;
  return installWithApt(aptPackage) ? lookUp(names) : null;
}

function lookUp(names: readonly string[]): string | null {
  const folders = [...(process.env['PATH'] ?? '').split(path.delimiter), ...extraFolders];
  for (const name of names) {
    for (const folder of folders) {
      const program = path.join(folder, name);
      if (isExecutable(program)) return program;
    }
  }
  return null;
}

function isExecutable(program: string): boolean {
  try {
    accessSync(program, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function postgresFolders(): string[] {
  try {
    const versions = readdirSync('/usr/lib/postgresql').toSorted((a, b) => Number(b) - Number(a));
    return versions.map((version) => `/usr/lib/postgresql/${version}/bin`);
  } catch {
    return [];
  }
}

function installWithApt(aptPackage: string): boolean {
  if (process.env['HALFHOUR_NO_INSTALL'] === '1' || lookUp(['apt-get']) === null) return false;
  const prefix = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
  const run = (...words: string[]): boolean => {
    const [command = 'apt-get', ...rest] = [...prefix, 'apt-get', ...words];
    const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    return spawnSync(command, rest, { env: environment, stdio: 'ignore', timeout: 300_000 }).status === 0;
  };
  if (!hasUpdatedPackageLists) {
    hasUpdatedPackageLists = true;
    run('update', '-qq');
  }
  console.log(`installing ${aptPackage} with apt-get`);
  const isInstalled = run('install', '-y', '-qq', '--no-install-recommends', aptPackage);
  extraFolders.push(...postgresFolders());
  return isInstalled;
}
