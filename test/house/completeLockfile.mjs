import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * `npm install` against a registry mirror that lacks other platforms' binaries leaves them out of the lock file, and `npm ci` then
 * refuses it everywhere. This puts an entry for each missing one, with the version its parent asks for.
 * Run it after changing dependencies: `node test/house/completeLockfile.mjs`.
 */
export function missingPlatformPackages(lock) {
  const missing = new Map();
  for (const [location, entry] of Object.entries(lock.packages)) {
    for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
      if (location !== '' && !isLocked(lock, location, name))
        missing.set(`node_modules/${name}`, { version, isDev: entry.dev === true, ...platformOf(name) });
    }
  }
  return missing;
}

function isLocked(lock, location, name) {
  for (let folder = location; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules/')))) {
    if (lock.packages[`${folder === '' ? '' : `${folder}/`}node_modules/${name}`] !== undefined) return true;
    if (folder === '') return false;
  }
}

/** Operating system, processor and C library, read from a name such as `@scope/binding-linux-x64-musl`; a name without them has none. */
function platformOf(name) {
  const words = name.split(/[/-]/);
  const pick = (known) => words.filter((word) => known.includes(word));
  const os = pick(['aix', 'android', 'darwin', 'freebsd', 'linux', 'netbsd', 'openbsd', 'openharmony', 'sunos', 'win32']);
  const cpu = pick(['arm', 'arm64', 'ia32', 'loong64', 'mips64el', 'ppc64', 'riscv64', 's390x', 'wasm32', 'x64']);
  const libc = words.some((word) => word.startsWith('musl'))
    ? ['musl']
    : words.includes('gnu') || words.includes('gnueabihf')
      ? ['glibc']
      : [];
  return { os, cpu, libc: os.includes('linux') ? libc : [] };
}

function toEntry({ version, isDev, os, cpu, libc }) {
  const entry = { version };
  if (cpu.length > 0) entry.cpu = cpu;
  if (isDev) entry.dev = true;
  if (libc.length > 0) entry.libc = libc;
  entry.optional = true;
  if (os.length > 0) entry.os = os;
  return entry;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const file = path.join(import.meta.dirname, '..', '..', 'package-lock.json');
  const lock = JSON.parse(readFileSync(file, 'utf8'));
  const missing = missingPlatformPackages(lock);
  for (const [location, found] of missing) lock.packages[location] = toEntry(found);
  lock.packages = Object.fromEntries(Object.entries(lock.packages).toSorted(([a], [b]) => a.localeCompare(b, 'en')));
  writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
  console.log(`${missing.size} platform packages added`);
}
