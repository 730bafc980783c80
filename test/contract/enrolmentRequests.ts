import { generateKeyPairSync } from 'node:crypto';
import { expect, test } from 'vitest';
import type { Problem } from '#shared/wire/platform/problem.ts';
import type { TestPlatform } from '#test/support/testPlatform.ts';

const hourMs = 3_600_000;

/** What a new station asks of a platform. */
export function enrolmentRequests(at: () => TestPlatform): void {
  const enrolWith = (oneTimeCode: string) => {
    const publicKey = generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' }).x;
    return at().call('POST', '/v1/stations/enrol', { token: null, body: { oneTimeCode, stationName: 'S', publicKey } });
  };

  test('[PE1] a code works once, in time, however it is typed', async () => {
    const siteId = await at().openSite();
    const issue = async (validMs: number) =>
      (await at().call<{ oneTimeCode: string }>('POST', `/v1/sites/${siteId}/enrolment-codes`, { body: { validMs } })).body.oneTimeCode;
    const code = await issue(hourMs);
    const late = await issue(1000);
    at().clock.advance(2000);
    const answers = [
      await enrolWith(code.toLowerCase().replace('-', ' ')),
      await enrolWith(code),
      await enrolWith(late),
      await enrolWith('AAAA-AAAA'),
    ];
    expect(answers.map((answer) => [answer.status, answer.body.code])).toEqual([
      [200, undefined],
      [403, 'INVALID_CODE'],
      [403, 'INVALID_CODE'],
      [403, 'INVALID_CODE'],
    ]);
  });

  test('[PE2] a token needs the right signature, near the right time; a station that is shut out gets nothing', async () => {
    const one = await at().enrol(await at().openSite());
    const ask = (atMs: number, text: string) =>
      at().call('POST', `/v1/stations/${one.stationId}/token`, { token: null, body: { atMs, signature: one.privateSign(text) } });
    const nowMs = at().clock.nowMs();
    const farMs = nowMs - 10 * 60_000;
    const answers = [
      await ask(nowMs, `${one.stationId}.${nowMs}`),
      await ask(nowMs, `${one.stationId}.${nowMs + 1}`),
      await ask(farMs, `${one.stationId}.${farMs}`),
    ];
    await at().call('POST', `/v1/sites/${one.siteId}/stations/${one.stationId}/revoke`);
    answers.push(await ask(nowMs, `${one.stationId}.${nowMs}`));
    const pull = await at().call<Problem>('GET', `/v1/sites/${one.siteId}/changes?after=0`, { token: one.token });
    expect([...answers.map((answer) => answer.status), answers[2]?.body.code, pull.status]).toEqual([
      200,
      401,
      401,
      401,
      'CLOCK_TOO_FAR',
      401,
    ]);
  });
}
