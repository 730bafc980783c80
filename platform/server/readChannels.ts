import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { channel } from '#shared/model/order/order.ts';
import type { ChannelAdapter } from '#platform/features/channels/channelAdapter.ts';
import { createHttpChannel } from '#platform/features/channels/createHttpChannel.ts';

/** What an operator writes down of a channel that takes reports. */
const channelSettings = z.object({
  name: z.string().regex(/^[\w-]{1,40}$/, 'letters, digits, - and _'),
  url: z.url(),
  /** Reports are signed with it. */
  secret: z.string().min(16),
  channels: z.array(channel).min(1),
});

/** The channels of a settings file; none without a file. Throws a sentence where the file is no such list. */
export function readChannels(file: string | undefined): ChannelAdapter[] {
  if (file === undefined) return [];
  let foreign: unknown;
  try {
    foreign = JSON.parse(readFileSync(file, 'utf8'));
  } catch (fault) {
    throw new Error(`${file} cannot be read as JSON`, { cause: fault });
  }
  const read = z.array(channelSettings).max(20).safeParse(foreign);
  if (read.success) return read.data.map(createHttpChannel);
  const [issue] = read.error.issues;
  throw new Error(`${file}: ${issue?.path.join('.') ?? ''} ${issue?.message ?? 'is not understood'}`);
}
