import { randomBytes } from 'node:crypto';
import { argon2Verify, argon2id } from 'hash-wasm';

/** argon2id in PHC form with 19 MiB, 2 passes, 1 lane (OWASP Password Storage Cheat Sheet). */
export function hashPin(pin: string): Promise<string> {
  return argon2id({
    password: pin,
    salt: randomBytes(16),
    parallelism: 1,
    iterations: 2,
    memorySize: 19_456,
    hashLength: 32,
    outputType: 'encoded',
  });
}

/** Whether the PIN belongs to the hash; false for text that is no argon2 hash. */
export async function isPinOf(pinHash: string, pin: string): Promise<boolean> {
  try {
    return await argon2Verify({ password: pin, hash: pinHash });
  } catch {
    return false;
  }
}
