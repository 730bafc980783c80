import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** Where the bridge listens, and the subprotocol every client names first; the pairing token is the second. */
export const bridgePath = '/bridge';
export const bridgeSubprotocol = 'halfhour';

/** Why an upgrade is refused; the status is the HTTP answer. */
export type UpgradeRefusal = {
  readonly status: 400 | 401 | 403 | 404;
  readonly reason: 'path' | 'origin' | 'host' | 'subprotocol' | 'pairing';
};

/**
 * Checks a WebSocket upgrade: path, Host (against DNS rebinding), Origin (same host only, where a browser sends one), subprotocol and pairing token.
 * `allowedHosts`: host names without port that may be asked for. `pairingToken` null: no pairing.
 */
export function checkUpgrade(
  request: Pick<IncomingMessage, 'url' | 'headers'>,
  rules: { readonly pairingToken: string | null; readonly allowedHosts: readonly string[] },
): UpgradeRefusal | null {
  if (pathOf(request.url) !== bridgePath) return { status: 404, reason: 'path' };
  const host = request.headers.host;
  if (!host || !isAllowedHost(host, rules.allowedHosts)) return { status: 403, reason: 'host' };
  const origin = request.headers.origin;
  if (origin !== undefined && !isSameHost(origin, host)) return { status: 403, reason: 'origin' };
  const [name, token] = (request.headers['sec-websocket-protocol'] ?? '').split(',').map((part) => part.trim());
  if (name !== bridgeSubprotocol) return { status: 400, reason: 'subprotocol' };
  if (rules.pairingToken !== null && !isSameText(token ?? '', rules.pairingToken)) return { status: 401, reason: 'pairing' };
  return null;
}

/** Whether a Host header names one of the hosts served. */
export function isAllowedHost(hostHeader: string, allowedHosts: readonly string[]): boolean {
  const name = hostHeader.replace(/:\d+$/, '').toLowerCase();
  return allowedHosts.includes('*') || allowedHosts.includes(name);
}

function pathOf(url: string | undefined): string {
  return (url ?? '').split('?')[0] ?? '';
}

function isSameHost(origin: string, host: string): boolean {
  try {
    return new URL(origin).host === host.toLowerCase();
  } catch {
    return false;
  }
}

/** Comparison that takes the same time whatever differs. */
function isSameText(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
