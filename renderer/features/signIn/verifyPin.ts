import { argon2Verify } from 'hash-wasm';
import type { Operator } from '#shared/model/operator/operator.ts';

/** Whether the PIN is the operator's: checked against the argon2id hash in the local copy, so it works with no network. */
export async function verifyPin(operator: Pick<Operator, 'pinHash'>, pin: string): Promise<boolean> {
  try {
    return await argon2Verify({ password: pin, hash: operator.pinHash });
  } catch {
    // A hash this program cannot read lets nobody in.
    return false;
  }
}
