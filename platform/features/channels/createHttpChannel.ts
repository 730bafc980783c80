import { createHmac } from 'node:crypto';
import type { Channel } from '#shared/model/order/order.ts';
import { channelAnswer, channelSignatureHeader } from '#shared/wire/channel/channelMessages.ts';
import type { ChannelAdapter } from './channelAdapter.ts';

/** How long an answer may take, milliseconds. */
const patienceMs = 10_000;

/** Signature of a report's body, hexadecimal. */
export function signReport(secret: string, body: string): string {
  return createHmac('sha256', secret).update(body).digest('hex');
}

/** A channel that takes reports by HTTP: POST of one report, signed, answered by `channelAnswer`. */
export function createHttpChannel(options: { name: string; url: string; secret: string; channels: readonly Channel[] }): ChannelAdapter {
  const { name, url, secret, channels } = options;
  return {
    name,
    channels,
    async report(report) {
      const body = JSON.stringify(report);
      const answer = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', [channelSignatureHeader]: signReport(secret, body) },
        body,
        signal: AbortSignal.timeout(patienceMs),
      });
      if (!answer.ok) throw new Error(`channel ${name} answered ${answer.status}`);
      return channelAnswer.parse(await answer.json());
    },
  };
}
