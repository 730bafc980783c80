import type { Channel } from '#shared/model/order/order.ts';
import type { ChannelAnswer, ChannelReport } from '#shared/wire/channel/channelMessages.ts';

/**
 * The port to a channel's own platform. Rejects when it cannot be reached or talks nonsense. A report may be given again under the same id:
 * the channel takes it once.
 */
export type ChannelAdapter = {
  readonly name: string;
  /** Whose orders it is told of. */
  readonly channels: readonly Channel[];
  report(report: ChannelReport): Promise<ChannelAnswer>;
};
