import { spawn } from 'node:child_process';

/** Opens an address in the person's browser; where that is not possible the printed address has to do. */
export function openInBrowser(url: string): void {
  const [program, ...words] = openerOf(process.platform, url);
  if (program === undefined) return;
  const opener = spawn(program, words, { stdio: 'ignore', detached: true });
  opener.on('error', () => {});
  opener.unref();
}

function openerOf(platform: NodeJS.Platform, url: string): readonly string[] {
  if (platform === 'darwin') return ['open', url];
  // `start` would take & in the address for itself; explorer does not.
  if (platform === 'win32') return ['explorer', url];
  return ['xdg-open', url];
}
