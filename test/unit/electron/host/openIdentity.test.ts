import { createPublicKey, verify } from 'node:crypto';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FolderInUseFault, lockFolder } from '#electron/host/lockFolder.ts';
import { IdentitySealedFault, openIdentity } from '#electron/host/openIdentity.ts';
import { asId } from '#shared/base/ids.ts';
import { silentLog } from '#shared/base/log.ts';
import { tempFolder, type TempFolder } from '#test/support/tempFolder.ts';

let folder: TempFolder;
const log = silentLog;
const path = () => join(folder.path, 'identity.json');
const enrolment = { stationId: asId<'station'>('s'), stationCode: 'S1', siteId: asId<'site'>('x'), mqttUrl: null, platformUrl: 'http://p' };
const secretBox = {
  seal: (text: string) => Buffer.from(text).toString('hex'),
  unseal: (sealed: string) => Buffer.from(sealed, 'hex').toString(),
};

beforeEach(() => {
  folder = tempFolder();
});

afterEach(() => folder.remove());

describe('identity', () => {
  it('[HI4] keeps its key and enrolment, readable by its owner only', async () => {
    const first = await openIdentity(folder.path, { log });
    await first.saveEnrolment(enrolment);
    const second = await openIdentity(folder.path, { log });
    expect([second.publicKey, second.enrolment(), (statSync(path()).mode & 0o777).toString(8)]).toEqual([
      first.publicKey,
      enrolment,
      '600',
    ]);
  });

  it('[HI4] signs so that its public key verifies', async () => {
    const identity = await openIdentity(folder.path, { log });
    const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: identity.publicKey }, format: 'jwk' });
    expect([identity.publicKey.length, verify(null, Buffer.from('s.5'), key, Buffer.from(identity.sign('s.5'), 'base64url'))]).toEqual([
      43,
      true,
    ]);
  });

  it('[HI4] gives the same key for stored personal data after a restart, and another station another one', async () => {
    const key = (await openIdentity(folder.path, { log })).storeKey();
    const again = (await openIdentity(folder.path, { log })).storeKey();
    const other = (await openIdentity(join(folder.path, 'other'), { log })).storeKey();
    expect([again === key, other === key, Buffer.from(key, 'base64url').length]).toEqual([true, false, 32]);
  });

  it('[HI5] a sealed key is opened by its keychain only, and left alone otherwise', async () => {
    const sealed = await openIdentity(folder.path, { log, secretBox });
    const text = readFileSync(path(), 'utf8');
    await expect(openIdentity(folder.path, { log })).rejects.toBeInstanceOf(IdentitySealedFault);
    const again = await openIdentity(folder.path, { log, secretBox });
    expect([again.publicKey, text.includes('PRIVATE KEY'), readFileSync(path(), 'utf8')]).toEqual([sealed.publicKey, false, text]);
  });

  it('[HI5] a key kept openly is sealed at the first start with a keychain', async () => {
    const open = await openIdentity(folder.path, { log });
    await open.saveEnrolment(enrolment);
    const sealed = await openIdentity(folder.path, { log, secretBox });
    const text = readFileSync(path(), 'utf8');
    expect([sealed.publicKey, sealed.enrolment(), text.includes('PRIVATE KEY')]).toEqual([open.publicKey, enrolment, false]);
  });

  it('[HI6] a broken file is put aside, not overwritten', async () => {
    writeFileSync(path(), '{"formatVersion":1,');
    const identity = await openIdentity(folder.path, { log });
    expect([identity.enrolment(), readFileSync(`${path()}.broken`, 'utf8')]).toEqual([null, '{"formatVersion":1,']);
  });
});

describe('lock of the data folder', () => {
  it('[HL9] is refused while held, and free after release', async () => {
    const release = await lockFolder(folder.path);
    await expect(lockFolder(folder.path)).rejects.toBeInstanceOf(FolderInUseFault);
    await release();
    const again = await lockFolder(folder.path);
    await again();
    expect(existsSync(join(folder.path, 'host.lock'))).toBe(false);
  });

  it.each([
    ['a process that is gone', { pid: 4_194_304, startedAt: null }],
    ['an earlier process of a number in use', { pid: process.ppid, startedAt: 'another boot:1' }],
    ['an earlier process of our own number', { pid: process.pid, startedAt: null }],
    ['nobody legible', 'garbage'],
  ])('[HL9] a lock left by %s is taken over', async (_who, content) => {
    writeFileSync(join(folder.path, 'host.lock'), JSON.stringify(content));
    const release = await lockFolder(folder.path);
    await release();
  });

  it('[HL9] a lock of a living process holds', async () => {
    writeFileSync(join(folder.path, 'host.lock'), JSON.stringify({ pid: process.ppid, startedAt: null }));
    await expect(lockFolder(folder.path)).rejects.toThrow(`in use by process ${process.ppid}`);
  });
});
