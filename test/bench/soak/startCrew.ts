import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { CrewAnswer, CrewCall } from './crewMessages.ts';

/** A process with several stations, seen from the bench. */
export type Crew = {
  /** Rejects with what went wrong there. One call at a time. */
  ask(call: CrewCall): Promise<Exclude<CrewAnswer, { kind: 'failed' }>>;
  close(): Promise<void>;
};

const closeTimeoutMs = 10_000;

/** Starts the process; `open` comes first. */
export function startCrew(): Crew {
  const child = fork(fileURLToPath(new URL('crew.ts', import.meta.url)), { execArgv: ['--import', 'tsx'], stdio: 'inherit' });
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const ask: Crew['ask'] = (call) =>
    new Promise((resolve, reject) => {
      const hearEnd = (code: number | null) => reject(new Error(`a crew ended with ${code}`));
      child.once('exit', hearEnd);
      child.once('message', (answer: CrewAnswer) => {
        child.off('exit', hearEnd);
        if (answer.kind === 'failed') reject(new Error(answer.message));
        else resolve(answer);
      });
      child.send(call);
    });
  return {
    ask,
    async close() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const late = setTimeout(() => child.kill('SIGKILL'), closeTimeoutMs);
      await ask({ kind: 'close' }).catch(() => undefined);
      await gone;
      clearTimeout(late);
    },
  };
}
