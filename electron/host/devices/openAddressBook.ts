import { lookup } from 'node:dns/promises';
import { readFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import { join } from 'node:path';
import { z } from 'zod';
import type { Log } from '#shared/base/log.ts';
import type { AddressBook } from '#electron/drivers/line/addressBook.ts';
import { LineFault } from '#electron/drivers/line/byteLine.ts';
import { writeFileDurably } from '#electron/host/writeFileDurably.ts';

/** How long a name service is waited for where an address is remembered, and where none is. */
export const knownNamePatienceMs = 300;
export const newNamePatienceMs = 1_500;
/** Most names remembered; a site has some dozen devices. */
const maxNames = 200;

const remembered = z.record(z.string().max(255), z.string().max(64)).transform((names) => Object.entries(names).slice(0, maxNames));

type Options = { readonly log: Log; readonly resolve?: (host: string) => Promise<string> };

/** Opens the book kept in `folder`; without a folder it lasts as long as the program. A file that cannot be read is an empty book. */
export async function openAddressBook(folder: string | null, options: Options): Promise<AddressBook> {
  const { log, resolve = async (host) => (await lookup(host)).address } = options;
  const path = folder === null ? null : join(folder, 'addresses.json');
  const known = new Map(path === null ? [] : await readNames(path));
  const asking = new Map<string, Promise<string>>();
  const keep = (host: string, address: string): void => {
    if (known.get(host) === address) return;
    if (known.size >= maxNames) known.delete(known.keys().next().value ?? '');
    known.set(host, address);
    if (path === null) return;
    writeFileDurably(path, JSON.stringify(Object.fromEntries(known))).catch((error: unknown) =>
      log.warn('devices.addressNotKept', { host, error: String(error) }),
    );
  };
  /** One question per name at a time: a dead name service holds on to each for many seconds. */
  const ask = (host: string): Promise<string> => {
    const under = asking.get(host);
    if (under !== undefined) return under;
    const asked = resolve(host).finally(() => asking.delete(host));
    asking.set(host, asked);
    asked.then((address) => keep(host, address)).catch(() => undefined);
    return asked;
  };
  return {
    addressOf: async (host) => {
      if (isIP(host) !== 0) return host;
      const before = known.get(host);
      try {
        return await within(ask(host), before === undefined ? newNamePatienceMs : knownNamePatienceMs);
      } catch (error) {
        if (before === undefined) throw new LineFault('device.nameUnknown', `${host}: ${String(error)}`);
        log.debug('devices.addressFromMemory', { host, address: before, error: String(error) });
        return before;
      }
    },
  };
}

function within(answer: Promise<string>, patienceMs: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('the name service does not answer')), patienceMs);
    answer.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

async function readNames(path: string): Promise<[string, string][]> {
  try {
    return remembered.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch {
    return [];
  }
}
