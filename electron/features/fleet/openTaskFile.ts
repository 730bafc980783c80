import { openAppendLog } from '#electron/spool/openAppendLog.ts';
import { fleetTask, maxFleetTasks, type FleetTask } from './fleetTask.ts';

/** The tasks of the fleet on disk: one line for every change, the last of each task counts. */
export type TaskFile = { readonly known: readonly FleetTask[]; keep(task: FleetTask): void; close(): Promise<void> };

/** Opens the file, shortened to one line a task; lines that are no tasks are dropped. `onFault` is told when the disk did not take a change. */
export async function openTaskFile(path: string, onFault: (error: unknown) => void): Promise<TaskFile> {
  const { log, lines } = await openAppendLog(path);
  const byId = new Map<string, FleetTask>();
  for (const line of lines) {
    const parsed = fleetTask.safeParse(parseLine(line));
    if (parsed.success) byId.set(parsed.data.taskId, parsed.data);
  }
  const known = [...byId.values()].slice(-maxFleetTasks);
  await log.replace(known.map((task) => JSON.stringify(task)));
  return {
    known,
    keep: (task) => void log.append(JSON.stringify(task)).catch(onFault),
    close: () => log.close(),
  };
}

function parseLine(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
