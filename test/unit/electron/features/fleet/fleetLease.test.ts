import { expect, test } from 'vitest';
import { StationLease, leaseMs, type LeaseClaim } from '#shared/sync/stationLease.ts';

/** Stations on one broker that hear each other at once. */
function createStations(names: readonly string[]) {
  const away = new Set<string>();
  const leases = new Map<string, StationLease>();
  const say = (from: string) => (claim: LeaseClaim) => {
    for (const [name, lease] of leases) if (name !== from && !away.has(name) && !away.has(from)) lease.hear(claim, nowMs);
  };
  let nowMs = 1_000_000;
  for (const name of names) leases.set(name, new StationLease(name, say(name)));
  return {
    away,
    leases,
    run(forMs: number) {
      let most = 0;
      for (const endMs = nowMs + forMs; nowMs < endMs;) {
        nowMs += 100;
        for (const [name, lease] of leases) {
          lease.setConnected(!away.has(name), nowMs);
          lease.tick(nowMs);
        }
        most = Math.max(most, [...leases.values()].filter((lease) => lease.holds(nowMs)).length);
      }
      return { most, holders: [...leases].filter(([, lease]) => lease.holds(nowMs)).map(([name]) => name) };
    },
  };
}

test('[FL14] one station is in charge; it is followed when it is gone; who comes back later says nothing', () => {
  const stations = createStations(['a', 'b', 'c']);
  const first = stations.run(10_000);
  expect([first.most, first.holders.length]).toEqual([1, 1]);
  const [holder] = first.holders;
  stations.away.add(holder!);
  const second = stations.run(leaseMs + 5_000);
  expect([second.most, second.holders.length, second.holders.includes(holder!)]).toEqual([1, 1, false]);
  stations.away.delete(holder!);
  expect(stations.run(20_000)).toEqual({ most: 1, holders: second.holders });
});
