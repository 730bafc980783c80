import { z } from 'zod';
import { idSchema } from '#shared/base/ids.ts';
import { code, epochMs } from '#shared/model/common.ts';

export const role = z.enum(['picker', 'packer', 'receiver', 'storeStaff', 'supervisor', 'admin', 'wallboard']);
export type Role = z.infer<typeof role>;

/** A person who signs in at stations. Secrets are hashes only, so that signing in works with no network. */
export const operator = z.object({
  id: idSchema<'operator'>(),
  name: z.string().max(60),
  roles: z.array(role).min(1),
  badgeCode: code,
  /** argon2id in PHC string form. */
  pinHash: z.string().max(200),
  language: z.enum(['zh-CN', 'en']),
  validUntilMs: epochMs,
});
export type Operator = z.infer<typeof operator>;

/** A station of the site as everybody sees it. */
export const station = z.object({
  id: idSchema<'station'>(),
  code,
  name: z.string().max(60),
  /** Ed25519 public key, base64url of the raw 32 bytes. */
  publicKey: z.string().max(64),
  enrolledAtMs: epochMs,
  lastSeenAtMs: epochMs.nullable(),
  isRevoked: z.boolean(),
});
export type Station = z.infer<typeof station>;
