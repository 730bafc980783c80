import { fork, type ChildProcess } from 'node:child_process';
import path from 'node:path';

/** A file of this folder in a process of its own. */
export type BenchChild = { readonly child: ChildProcess; hear<T>(): Promise<T>; ask<T>(): Promise<T>; end(): Promise<void> };

/** Starts a file of this folder; its messages are heard one after the other. */
export function startChild(file: string, words: readonly string[]): BenchChild {
  const child = fork(path.join(import.meta.dirname, file), words, {
    execArgv: ['--import', 'tsx'],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const hear = <T>() =>
    new Promise<T>((resolve, reject) => {
      const failed = (code: number | null) => reject(new Error(`${file} ended with ${code}`));
      child.once('exit', failed);
      child.once('message', (message) => {
        child.off('exit', failed);
        resolve(message as T);
      });
    });
  return {
    child,
    hear,
    ask<T>() {
      const answer = hear<T>();
      child.send('go');
      return answer;
    },
    end: () =>
      new Promise((resolve) => {
        if (child.exitCode !== null || child.signalCode !== null) return resolve();
        child.once('exit', () => resolve());
        child.kill();
        return undefined;
      }),
  };
}
