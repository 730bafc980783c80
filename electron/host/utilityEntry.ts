import { serveMainProcess, type ParentPort } from './serveMainProcess.ts';

/** Entry of Electron's utility process: the host, fed by the main process through `process.parentPort`. */
const { parentPort } = process as unknown as { readonly parentPort?: ParentPort };
if (!parentPort) throw new Error('This is started by the desktop application; "halfhour station" runs the host alone.');
serveMainProcess(parentPort, (exitCode) => process.exit(exitCode));
