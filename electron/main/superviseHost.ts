import { safeStorage, utilityProcess, type MessagePortMain, type UtilityProcess } from 'electron';
import { toMainMessage, type ToHostMessage } from '#electron/host/mainMessages.ts';
import { createRestartPolicy } from './restartPolicy.ts';

/** Time a host has to close its devices before it is killed. */
export const stopTimeoutMs = 5_000;

/** The host process, kept alive. */
export type HostSupervisor = {
  /** Hands a window's end of a channel to the host that runs now. */
  handPort(port: MessagePortMain): void;
  stop(): Promise<void>;
};

/** Forks the host and starts it again whenever it ends; `onRestart` says that windows need a new port, `onTrouble` that a person must know. */
export function superviseHost(options: {
  readonly entryPath: string;
  readonly argv: readonly string[];
  readonly dataFolder: string;
  readonly onRestart: () => void;
  readonly onTrouble: (sentence: string) => void;
}): HostSupervisor {
  const policy = createRestartPolicy();
  let child: UtilityProcess | null = null;
  let isStopping = false;
  let lastSentence = 'The host of this station keeps ending.';
  const send = (message: ToHostMessage, ports: MessagePortMain[] = []) => child?.postMessage(message, ports);

  const answerSecret = (requestNo: number, task: 'seal' | 'unseal', text: string) => {
    try {
      const answer =
        task === 'seal' ? safeStorage.encryptString(text).toString('base64') : safeStorage.decryptString(Buffer.from(text, 'base64'));
      send({ kind: 'secret', requestNo, text: answer });
    } catch {
      send({ kind: 'secret', requestNo, text: null });
    }
  };

  const fork = (isRestart: boolean) => {
    const startedAtMs = Date.now();
    const forked = utilityProcess.fork(options.entryPath, [], { serviceName: 'Halfhour host', stdio: 'inherit' });
    child = forked;
    forked.on('message', (message: unknown) => {
      const parsed = toMainMessage.safeParse(message);
      if (!parsed.success) return;
      if (parsed.data.kind === 'secret') answerSecret(parsed.data.requestNo, parsed.data.task, parsed.data.text);
      if (parsed.data.kind === 'failed') lastSentence = parsed.data.sentence;
    });
    forked.on('exit', () => {
      if (child === forked) child = null;
      if (isStopping) return;
      const plan = policy.crashed(Date.now() - startedAtMs);
      if (plan.isTold) options.onTrouble(lastSentence);
      setTimeout(() => {
        if (!isStopping) fork(true);
      }, plan.inMs);
    });
    send({ kind: 'start', argv: [...options.argv], dataFolder: options.dataFolder, hasKeychain: safeStorage.isEncryptionAvailable() });
    if (isRestart) options.onRestart();
  };
  fork(false);

  return {
    handPort: (port) => send({ kind: 'port' }, [port]),
    stop: () =>
      new Promise((resolve) => {
        isStopping = true;
        const running = child;
        if (!running) return resolve();
        const tooSlow = setTimeout(() => running.kill(), stopTimeoutMs);
        running.on('exit', () => {
          clearTimeout(tooSlow);
          resolve();
        });
        send({ kind: 'stop' });
      }),
  };
}
