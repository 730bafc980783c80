import { createHmac, timingSafeEqual } from 'node:crypto';
import type { CourierId, SiteId } from '#shared/base/ids.ts';
import { RequestProblem } from '#shared/wire/platform/requestProblem.ts';

/** A code is good in the window it was made in and in the next one. */
export const codeWindowMs = 10 * 60_000;
/** Wrong codes of one courier in one window before no more are looked at. */
export const maxTries = 5;
/** Most couriers whose tries are remembered. */
const maxRemembered = 20_000;

/** Short codes couriers sign in with. They follow from a secret of the platform, so every node knows them and nothing is stored. */
export type SignInCodes = {
  issue(siteId: SiteId, courierId: CourierId): { readonly code: string; readonly validUntilMs: number };
  /** Throws 401 for a wrong code and 429 after too many. */
  check(siteId: SiteId, courierId: CourierId, code: string): void;
};

/** Builds them over true time. */
export function createSignInCodes(secret: Buffer, trueNowMs: () => number): SignInCodes {
  const tries = new Map<string, { readonly windowNo: number; count: number }>();
  const windowNow = () => Math.floor(trueNowMs() / codeWindowMs);
  const codeOf = (siteId: SiteId, courierId: CourierId, windowNo: number) =>
    String(createHmac('sha256', secret).update(`courier/${siteId}/${courierId}/${windowNo}`).digest().readUInt32BE() % 1_000_000).padStart(
      6,
      '0',
    );
  return {
    issue: (siteId, courierId) => ({ code: codeOf(siteId, courierId, windowNow()), validUntilMs: (windowNow() + 2) * codeWindowMs }),
    check(siteId, courierId, code) {
      const windowNo = windowNow();
      const key = `${siteId}/${courierId}`;
      const known = tries.get(key);
      const count = known?.windowNo === windowNo ? known.count : 0;
      if (count >= maxTries) throw new RequestProblem(429, 'TOO_MANY_TRIES', 'Too many wrong codes; a new code helps in ten minutes.');
      const given = Buffer.from(code.padEnd(6).slice(0, 6));
      const isGood = [windowNo, windowNo - 1].some((no) => timingSafeEqual(Buffer.from(codeOf(siteId, courierId, no)), given));
      if (isGood) return;
      if (tries.size >= maxRemembered) tries.clear();
      tries.set(key, { windowNo, count: count + 1 });
      throw new RequestProblem(401, 'WRONG_CODE', 'The code is wrong or no longer good.');
    },
  };
}
