import { describe, expect, it } from 'vitest';
import type { Order, OrderStage } from '#shared/model/order/order.ts';
import { quantile, summariseHour } from '#platform/demo/summariseHour.ts';

function orderWith(stage: OrderStage, minutes: Partial<Record<OrderStage, number>>): Order {
  const timeline = Object.entries(minutes).map(([name, minute]) => ({ stage: name as OrderStage, atMs: minute * 60_000 }));
  return { channel: 'app', stage, promiseAtMs: 30 * 60_000, lines: [{ shortQuantity: 0 }], timeline } as unknown as Order;
}

describe('summariseHour', () => {
  it('counts outcomes, punctuality and the time of each stage', () => {
    const summary = summariseHour([
      orderWith('delivered', {
        placed: 0,
        released: 1,
        picking: 2,
        picked: 4,
        packing: 5,
        packed: 6,
        shelved: 7,
        handedOver: 10,
        delivered: 20,
      }),
      orderWith('delivered', {
        placed: 0,
        released: 1,
        picking: 2,
        picked: 4,
        packing: 5,
        packed: 6,
        shelved: 7,
        handedOver: 20,
        delivered: 40,
      }),
      orderWith('cancelled', { placed: 0, cancelled: 3 }),
    ]);
    expect({ ...summary, stageTimes: summary.stageTimes.filter((time) => time.stage === 'ride') }).toEqual({
      orders: 3,
      byOutcome: { cancelled: 1, delivered: 2 },
      byChannel: { app: 3 },
      onTimeShare: 0.5,
      shortLines: 0,
      lines: 2,
      stageTimes: [{ stage: 'ride', orders: 2, p50Seconds: 600, p90Seconds: 1200 }],
      doorToDoorP50Minutes: 20,
      doorToDoorP90Minutes: 40,
    });
  });

  it('has no punctuality without a delivery', () => {
    expect(summariseHour([]).onTimeShare).toBeNull();
  });

  it('takes the nearest rank as quantile', () => {
    expect([quantile([1, 2, 3, 4], 0.5), quantile([1, 2, 3, 4], 0.9), quantile([], 0.5)]).toEqual([2, 4, 0]);
  });
});
