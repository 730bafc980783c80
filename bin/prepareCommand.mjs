import { ensurePageBuilt } from './ensurePageBuilt.mjs';
import { findElectronProgram } from './findElectronProgram.mjs';
import { ensureElectronBuilt } from './runElectron.mjs';

/**
 * Builds what the command needs and settles where its station will be seen. `--open` asks for a window: Electron's where its
 * program exists, else the browser's, said in one sentence.
 *
 * @returns `electronProgram`: what shows the station, or null where the browser does or no window was asked for
 */
export async function prepareCommand(command, argv, root) {
  const isPageless = command.pageless.some((option) => argv.includes(option));
  if (!command.needsPage || isPageless) return { electronProgram: null };
  const log = (message) => console.error(message);
  const program = argv.includes('--open') ? findElectronProgram() : null;
  if (program !== null) {
    await ensureElectronBuilt(root, log);
    return { electronProgram: program };
  }
  if (argv.includes('--open')) {
    console.log("Electron's program is not on this machine, so the station is served to the browser instead.");
  }
  await ensurePageBuilt(root, log);
  return { electronProgram: null };
}
