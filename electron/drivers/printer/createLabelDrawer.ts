import { Worker } from 'node:worker_threads';
import type { Log } from '#shared/base/log.ts';
import type { TextRasterizer } from '#shared/wire/label/label.ts';
import type { LabelThreadAnswer, LabelThreadTask } from './labelThread.ts';
import { composeTask, doLabelTask, type LabelTask, type LabelTaskAnswer, type LabelTaskAnswers } from './labelWork.ts';

/** Does the work on labels outside the host's own thread: drawing Chinese takes longer than a scan may wait. */
export type LabelDrawer = {
  /** Tasks are done in the order they come. Rejects where the task cannot be done, or is not done within `taskTimeoutMs`. */
  run<K extends LabelTask['kind']>(task: Extract<LabelTask, { kind: K }>): Promise<LabelTaskAnswers[K]>;
  /** Starts the thread, so that the first label need not wait for it. */
  warmUp(): void;
  close(): Promise<void>;
};

/** A task that takes longer hangs; its thread is ended. */
export const taskTimeoutMs = 20_000;
/** Most tasks that wait; further ones are refused. The spool holds fewer labels than this. */
export const maxLabelTasks = 1_000;
/** A thread that ended this often without having done anything is not started again: labels are drawn in the host's own thread then. */
export const maxVainStarts = 3;

type Waiting = LabelThreadTask & {
  readonly resolve: (answer: LabelTaskAnswer) => void;
  readonly reject: (error: Error) => void;
};
type Options = { readonly log: Log; readonly startThread?: (() => Worker) | undefined };

/** Makes the drawer; its thread is started with the first task or `warmUp`. */
export function createLabelDrawer(options: Options): LabelDrawer {
  return new ThreadedDrawer(options);
}

class ThreadedDrawer implements LabelDrawer {
  readonly #log: Log;
  readonly #startThread: () => Worker;
  readonly #waiting = new Map<number, Waiting>();
  #thread: Worker | null = null;
  #rasterizer: TextRasterizer | null = null;
  #timer: NodeJS.Timeout | null = null;
  #lastTaskNo = 0;
  #vainStarts = 0;
  #isClosed = false;
  #isReady = false;
  #isDrawingHere = false;

  constructor({ log, startThread = startLabelThread }: Options) {
    this.#log = log;
    this.#startThread = startThread;
  }

  run<K extends LabelTask['kind']>(task: Extract<LabelTask, { kind: K }>): Promise<LabelTaskAnswers[K]> {
    if (this.#isClosed) return Promise.reject(new Error('the drawer of labels is closed'));
    if (this.#waiting.size >= maxLabelTasks) return Promise.reject(new Error(`${maxLabelTasks} labels wait to be drawn`));
    // Until the thread is there, filling in does not wait for it: an order must be queued at once.
    const given: LabelTask = task;
    if (given.kind === 'compose' && !this.#isReady) {
      this.warmUp();
      return Promise.resolve(composeTask(given) as LabelTaskAnswers[K]);
    }
    this.#lastTaskNo += 1;
    const taskNo = this.#lastTaskNo;
    const done = new Promise<LabelTaskAnswer>((resolve, reject) => this.#waiting.set(taskNo, { taskNo, task, resolve, reject }));
    this.warmUp();
    this.#thread?.postMessage({ taskNo, task } satisfies LabelThreadTask);
    this.#watchFirst();
    // The thread answers each task with the answer of its kind.
    return done as Promise<LabelTaskAnswers[K]>;
  }

  warmUp(): void {
    if (this.#isClosed || this.#thread !== null) return;
    if (this.#vainStarts >= maxVainStarts) return void this.#drawHere();
    const thread = this.#startThread();
    thread.unref();
    this.#thread = thread;
    thread.on('message', (answer: LabelThreadAnswer) => this.#take(answer));
    thread.on('error', (error) => this.#takeEnd(thread, String(error)));
    thread.on('exit', (code) => this.#takeEnd(thread, `exit ${code}`));
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    const thread = this.#thread;
    this.#thread = null;
    this.#failAll('the drawer of labels is closed');
    await thread?.terminate();
  }

  #take(answer: LabelThreadAnswer): void {
    if (answer.kind === 'ready') return void (this.#isReady = true);
    this.#vainStarts = 0;
    const waiting = this.#waiting.get(answer.taskNo);
    this.#waiting.delete(answer.taskNo);
    if (answer.kind === 'done') waiting?.resolve(answer.answer);
    else waiting?.reject(new Error(answer.message));
    this.#watchFirst();
  }

  /** What waits goes to a new thread; a task at which the thread died thrice is done here. */
  #takeEnd(thread: Worker, reason: string): void {
    if (this.#thread !== thread) return;
    this.#thread = null;
    this.#isReady = false;
    this.#vainStarts += 1;
    this.#log.error('labels.threadEnded', { reason, waiting: this.#waiting.size, vainStarts: this.#vainStarts });
    if (this.#waiting.size === 0) return;
    this.warmUp();
    for (const { taskNo, task } of this.#waiting.values()) this.#current()?.postMessage({ taskNo, task } satisfies LabelThreadTask);
    this.#watchFirst();
  }

  #current(): Worker | null {
    return this.#thread;
  }

  /** The oldest task is the one being done. */
  #watchFirst(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    const first = this.#waiting.values().next().value;
    const thread = this.#thread;
    if (first === undefined || thread === null) return;
    this.#timer = setTimeout(() => {
      this.#waiting.delete(first.taskNo);
      first.reject(new Error(`a label was not drawn within ${taskTimeoutMs} ms`));
      void thread.terminate();
    }, taskTimeoutMs);
    this.#timer.unref();
  }

  /** One task after the other in this thread, where there is no other. */
  async #drawHere(): Promise<void> {
    if (this.#isDrawingHere) return;
    this.#isDrawingHere = true;
    // The font is loaded here only where it must be.
    const loaded = await import('./createTextRasterizer.ts').catch((error: unknown) => this.#failAll(String(error)));
    this.#rasterizer ??= loaded?.createTextRasterizer() ?? null;
    for (const [taskNo, { task, resolve, reject }] of this.#waiting) {
      this.#waiting.delete(taskNo);
      try {
        if (this.#rasterizer === null) throw new Error('labels cannot be drawn on this machine');
        resolve(doLabelTask(task, this.#rasterizer));
      } catch (error) {
        reject(error instanceof Error ? error : new Error(String(error)));
      }
      // Scans come between two labels.
      await new Promise((goOn) => setImmediate(goOn));
    }
    this.#isDrawingHere = false;
  }

  #failAll(message: string): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    for (const { reject } of this.#waiting.values()) reject(new Error(message));
    this.#waiting.clear();
  }
}

/** A new thread does not inherit the loader that runs TypeScript from source: it registers its own. The built host has the thread as a file of its own. */
function startLabelThread(): Worker {
  if (!import.meta.url.endsWith('.ts')) return new Worker(new URL(builtThread(import.meta.url), import.meta.url));
  const moduleUrl = new URL('labelThread.ts', import.meta.url).href;
  return new Worker(threadSource, { eval: true, workerData: { moduleUrl, loaderUrl: import.meta.resolve('tsx/esm/api') } });
}

/** The bundler puts shared code in `chunks/`, entries above it. */
function builtThread(ownUrl: string): string {
  return ownUrl.includes('/chunks/') ? '../labelThread.js' : './labelThread.js';
}

const threadSource = `
  const { workerData } = require('node:worker_threads');
  import(workerData.loaderUrl).then(({ register }) => { register(); return import(workerData.moduleUrl); });
`;
