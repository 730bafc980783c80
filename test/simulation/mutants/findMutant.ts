import { planSchedule, usualSize, type ScheduleSize } from '#test/simulation/planSchedule.ts';
import { runSimulation } from '#test/simulation/runSimulation.ts';
import type { Mutant } from './mutants.ts';

/** Where a planted bug was found. */
export type FoundMutant = { readonly seed: number; readonly rule: string; readonly cpuMs: number };

/** A short day at three stations with much going wrong: what finds planted bugs in few seeds. */
export const hardDay: ScheduleSize = { ...usualSize, hours: 1.5, stations: 3, ordersPerHour: 12, faultsPerHour: 14, lanFaultsPerHour: 8 };

/** Plays seed after seed with the bug planted until a violation is seen; null when all up to `lastSeed` were played without one. */
export async function findMutant(mutant: Mutant, lastSeed: number, firstSeed = 1): Promise<FoundMutant | null> {
  const startCpu = process.cpuUsage();
  for (let seed = firstSeed; seed <= lastSeed; seed += 1) {
    const { violations } = await runSimulation(planSchedule(seed, { ...hardDay, ...mutant.day }), mutant.tampering);
    const { user, system } = process.cpuUsage(startCpu);
    if (violations[0] !== undefined) return { seed, rule: violations[0].rule, cpuMs: Math.round((user + system) / 1000) };
  }
  return null;
}
