import { createPrivateKey, createPublicKey, generateKeyPairSync, hkdfSync, sign, type KeyObject } from 'node:crypto';
import { mkdir, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { idSchema } from '#shared/base/ids.ts';
import type { Log } from '#shared/base/log.ts';
import { code } from '#shared/model/common.ts';
import { writeFileDurably } from './writeFileDurably.ts';

/** Seals the station's key with the operating system's keychain (Electron safeStorage). Texts in and out. */
export type SecretBox = { seal(text: string): Promise<string> | string; unseal(sealed: string): Promise<string> | string };

/** What the platform said when this station enrolled. */
const enrolment = z.object({
  stationId: idSchema<'station'>(),
  stationCode: code,
  siteId: idSchema<'site'>(),
  mqttUrl: z.string().max(500).nullable(),
  platformUrl: z.string().max(500),
});
export type Enrolment = z.infer<typeof enrolment>;

const identityFile = z.object({
  formatVersion: z.literal(1),
  /** Ed25519 private key, PKCS#8 PEM, as it is or sealed. */
  privateKey: z.object({ form: z.enum(['plain', 'sealed']), text: z.string() }),
  enrolment: enrolment.nullable(),
});

/** The key was sealed by the desktop application and cannot be opened here; the file is left as it is. */
export class IdentitySealedFault extends Error {
  override readonly name = 'IdentitySealedFault';
  constructor(path: string) {
    super(`The station key in ${path} is sealed by the desktop application: start that, or use another data folder.`);
  }
}

/** Who this station is: its key pair and its enrolment. */
export type Identity = {
  /** Base64url of the raw 32 bytes (RFC 8032). */
  readonly publicKey: string;
  enrolment(): Enrolment | null;
  /** Durable when it resolves. */
  saveEnrolment(next: Enrolment): Promise<void>;
  /** Ed25519 signature of the UTF-8 text, base64url. */
  sign(text: string): string;
  /** The key that the station's screens seal stored personal data with: 32 bytes, base64url. The same as long as the identity is. */
  storeKey(): string;
};

/**
 * Opens `identity.json` in the data folder (mode 0600), or makes one with a new key.
 * A file that cannot be read is put aside as `identity.json.broken`, never overwritten: the station then has to be enrolled again.
 */
export async function openIdentity(
  dataFolder: string,
  options: { readonly secretBox?: SecretBox | undefined; readonly log: Log },
): Promise<Identity> {
  await mkdir(dataFolder, { recursive: true, mode: 0o700 });
  const path = join(dataFolder, 'identity.json');
  const found = await readIdentity(path, options);
  const privateKey = found?.privateKey ?? generateKeyPairSync('ed25519').privateKey;
  let current = found?.enrolment ?? null;
  const write = async () => {
    const pem = privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
    const kept = options.secretBox
      ? { form: 'sealed' as const, text: await options.secretBox.seal(pem) }
      : { form: 'plain' as const, text: pem };
    await writeFileDurably(path, `${JSON.stringify({ formatVersion: 1, privateKey: kept, enrolment: current }, null, 2)}\n`);
  };
  // A key kept openly by an earlier start is sealed as soon as there is a keychain.
  if (!found || (!found.isSealed && options.secretBox)) await write();
  return {
    publicKey: publicKeyOf(privateKey),
    enrolment: () => current,
    async saveEnrolment(next) {
      current = next;
      await write();
    },
    sign: (text) => sign(null, Buffer.from(text, 'utf8'), privateKey).toString('base64url'),
    storeKey: () => storeKeyOf(privateKey),
  };
}

async function readIdentity(
  path: string,
  options: { readonly secretBox?: SecretBox | undefined; readonly log: Log },
): Promise<{ privateKey: KeyObject; enrolment: Enrolment | null; isSealed: boolean } | null> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  const file = parseIdentityFile(text);
  if (!file) {
    await rename(path, `${path}.broken`);
    options.log.error('identity.unreadable', { path, keptAs: `${path}.broken` });
    return null;
  }
  if (file.privateKey.form === 'plain')
    return { privateKey: createPrivateKey(file.privateKey.text), enrolment: file.enrolment, isSealed: false };
  if (!options.secretBox) throw new IdentitySealedFault(path);
  return { privateKey: createPrivateKey(await options.secretBox.unseal(file.privateKey.text)), enrolment: file.enrolment, isSealed: true };
}

function parseIdentityFile(text: string): z.infer<typeof identityFile> | null {
  try {
    return identityFile.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

/** Derived, so that there is one secret to keep (RFC 5869). The private key cannot be reckoned back from it. */
function storeKeyOf(privateKey: KeyObject): string {
  const secret = privateKey.export({ format: 'der', type: 'pkcs8' });
  return Buffer.from(hkdfSync('sha256', secret, 'halfhour', 'personal data at rest', 32)).toString('base64url');
}

function publicKeyOf(privateKey: KeyObject): string {
  const jwk = createPublicKey(privateKey).export({ format: 'jwk' });
  return jwk.x as string;
}
