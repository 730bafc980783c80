import { ensurePageBuilt } from './ensurePageBuilt.mjs';
import { findElectronProgram } from './findElectronProgram.mjs';

/**
 * Builds what the command needs and settles where its page will be seen.
 * `--open` asks for a window: Electron's where its program exists, else the browser's, said in one sentence.
 */
export async function prepareCommand(command, argv, root) {
  const isPageless = command.pageless.some((option) => argv.includes(option));
  if (!command.needsPage || isPageless) return argv;
  await ensurePageBuilt(root, (message) => console.error(message));
  if (argv.includes('--open') && findElectronProgram() === null) {
    console.log("Electron's program is not on this machine, so the station is served to the browser instead.");
  }
  return argv;
}
