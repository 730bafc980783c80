import { describe, expect, it } from 'vitest';
import { checkUpgrade, isAllowedHost } from '#electron/bridge/checkUpgrade.ts';

const rules = { pairingToken: 'a'.repeat(40), allowedHosts: ['127.0.0.1', 'localhost', '[::1]'] };
const good = { host: '127.0.0.1:4130', origin: 'http://127.0.0.1:4130', 'sec-websocket-protocol': `halfhour, ${rules.pairingToken}` };

describe('upgrade check', () => {
  it('[HL6] lets the own page and programs without origin in', () => {
    const { origin, ...program } = good;
    expect([
      checkUpgrade({ url: '/bridge', headers: good }, rules),
      checkUpgrade({ url: '/bridge?x=1', headers: program }, rules),
      checkUpgrade({ url: '/bridge', headers: { ...good, host: '[::1]:4130', origin: 'http://[::1]:4130' } }, rules),
      origin,
    ]).toEqual([null, null, null, good.origin]);
  });

  it('[HL6] names what is wrong', () => {
    const reasonOf = (headers: Record<string, string>, url = '/bridge') =>
      checkUpgrade({ url, headers: { ...good, ...headers } }, rules)?.reason;
    expect([
      reasonOf({}, '/'),
      reasonOf({ host: 'example.org' }),
      reasonOf({ origin: 'http://localhost:4130' }),
      reasonOf({ origin: 'not a url' }),
      reasonOf({ 'sec-websocket-protocol': '' }),
      reasonOf({ 'sec-websocket-protocol': 'halfhour' }),
      reasonOf({ 'sec-websocket-protocol': `halfhour, ${'b'.repeat(40)}` }),
    ]).toEqual(['path', 'host', 'origin', 'origin', 'subprotocol', 'pairing', 'pairing']);
  });

  it('[HL4] knows its own host names only, unless all are served', () => {
    expect(['LOCALHOST:1', '127.0.0.1', '[::1]:80', 'a.localhost:1', ''].map((host) => isAllowedHost(host, rules.allowedHosts))).toEqual([
      true,
      true,
      true,
      false,
      false,
    ]);
    expect(isAllowedHost('anything:5', ['*'])).toBe(true);
  });
});
