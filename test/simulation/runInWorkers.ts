import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { SimulationAnswer, SimulationJob } from './simulationJob.ts';

/** A job that takes longer goes round in circles: virtual time does not get on. */
const longestJobMs = 15 * 60_000;

/** How a job ended: with an answer, or with what went wrong with the job itself. */
type WorkerOutcome = { readonly answer: SimulationAnswer } | { readonly fault: string };

/**
 * Spreads jobs over so many processes, each taking the next one when it is free. `onOutcome` is told in the order in which jobs end and
 * waited for by that worker only. Resolves when all are done.
 */
export async function runInWorkers(
  jobs: readonly SimulationJob[],
  workers: number,
  onOutcome: (job: SimulationJob, outcome: WorkerOutcome) => Promise<void> | void,
): Promise<void> {
  let next = 0;
  const workOn = async () => {
    let child: ChildProcess | null = null;
    try {
      for (let job = jobs[next++]; job !== undefined; job = jobs[next++]) {
        child ??= startWorker();
        const outcome = await askWorker(child, job);
        if ('fault' in outcome) {
          child.kill('SIGKILL');
          child = null;
        }
        await onOutcome(job, outcome);
      }
    } finally {
      child?.kill('SIGKILL');
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, Math.min(workers, jobs.length)) }, workOn));
}

function startWorker(): ChildProcess {
  return fork(fileURLToPath(new URL('simulationWorker.ts', import.meta.url)), { execArgv: ['--import', 'tsx'], stdio: 'inherit' });
}

function askWorker(child: ChildProcess, job: SimulationJob): Promise<WorkerOutcome> {
  return new Promise((resolve) => {
    const tell = (outcome: WorkerOutcome) => {
      clearTimeout(timer);
      child.off('message', tell).off('exit', onExit);
      resolve(outcome);
    };
    const onExit = (code: number | null) => tell({ fault: `the process ended (${code ?? 'killed'})` });
    const timer = setTimeout(() => tell({ fault: `no end after ${longestJobMs / 60_000} min` }), longestJobMs);
    child.on('message', tell).on('exit', onExit);
    child.send(job);
  });
}
