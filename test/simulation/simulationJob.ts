import { findMutant, type FoundMutant } from './mutants/findMutant.ts';
import { mutants, type Mutant } from './mutants/mutants.ts';
import { planSchedule, type ScheduleSize } from './planSchedule.ts';
import { runSimulation, type SimulationResult } from './runSimulation.ts';

/** What a worker is given: a day to play, with a planted bug or without, or a planted bug to look for. */
export type SimulationJob =
  | { readonly kind: 'day'; readonly seed: number; readonly size: ScheduleSize; readonly mutant: string | null }
  | { readonly kind: 'mutant'; readonly mutant: string; readonly maxSeeds: number };

/** What came of it, and the CPU time it took. */
export type SimulationAnswer =
  | { readonly kind: 'day'; readonly result: SimulationResult; readonly cpuMs: number }
  | { readonly kind: 'mutant'; readonly found: FoundMutant | null; readonly cpuMs: number };

/** The short name of a planted bug, as it is given on the command line. */
export function mutantNameOf({ name }: Mutant): string {
  return name.split(':')[0]!;
}

/** The planted bug of a short name. Throws with a sentence for people when there is none. */
export function mutantByName(name: string): Mutant {
  const mutant = mutants.find((candidate) => mutantNameOf(candidate) === name);
  if (mutant === undefined) throw new Error(`there is no planted bug '${name}'; there are ${mutants.map(mutantNameOf).join(', ')}`);
  return mutant;
}

/** Does one job here. */
export async function doSimulationJob(job: SimulationJob): Promise<SimulationAnswer> {
  const startCpu = process.cpuUsage();
  const cpuMs = () => {
    const { user, system } = process.cpuUsage(startCpu);
    return Math.round((user + system) / 1000);
  };
  if (job.kind === 'mutant') {
    const found = await findMutant(mutantByName(job.mutant), job.maxSeeds);
    return { kind: 'mutant', found, cpuMs: cpuMs() };
  }
  const tampering = job.mutant === null ? {} : mutantByName(job.mutant).tampering;
  const result = await runSimulation(planSchedule(job.seed, job.size), tampering);
  return { kind: 'day', result, cpuMs: cpuMs() };
}
