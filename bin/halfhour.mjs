#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { commands } from './commands.mjs';
import { prepareCommand } from './prepareCommand.mjs';
import { runElectron, startInElectron } from './runElectron.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

process.exitCode = await runCommandLine(process.argv.slice(2));
// A finished command has closed what it opened; what a library still holds must not keep the process alive.
if (process.exitCode !== undefined) process.exit();

/** Runs one command. Returns the exit code: 0 done, 1 it failed, 2 it was not understood. */
async function runCommandLine([name, ...argv]) {
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    console.log(overview());
    return 0;
  }
  if (name === '--version' || name === '-V') {
    console.log(JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')).version);
    return 0;
  }
  const command = commands.find((candidate) => candidate.name === name);
  if (command === undefined) {
    console.error(`halfhour: there is no command '${name}'; 'halfhour --help' lists them.`);
    return 2;
  }
  try {
    return await runCommand(command, argv);
  } catch (error) {
    console.error(`halfhour ${name}: ${error instanceof Error ? error.message : String(error)}`);
    if (process.env.HALFHOUR_DEBUG === '1') console.error(error);
    return 1;
  }
}

async function runCommand(command, argv) {
  const isAskingForHelp = argv.includes('--help') || argv.includes('-h');
  const surroundings = isAskingForHelp ? { electronProgram: null } : await prepareCommand(command, argv, root);
  if (command.name === 'station' && surroundings.electronProgram !== null) {
    return runElectron(
      surroundings.electronProgram,
      root,
      argv.filter((word) => word !== '--open'),
    );
  }
  const { register } = await import('tsx/esm/api');
  register();
  const module = await import(command.module);
  return module[command.handler](argv, command.usesStations ? await stationParts(surroundings) : undefined);
}

/** The station's side, for commands of the platform's side: neither knows the other. */
async function stationParts({ electronProgram }) {
  const [{ createHost }, { startHeadless }, { openInBrowser }] = await Promise.all([
    import('#electron/host/createHost.ts'),
    import('#electron/headless/startHeadless.ts'),
    import('#electron/headless/openInBrowser.ts'),
  ]);
  if (electronProgram === null) return { createHost, startHeadless, openInBrowser };
  return {
    createHost,
    startHeadless: (options) => startInElectron(electronProgram, root, options, () => process.kill(process.pid, 'SIGTERM')),
    openInBrowser: () => undefined,
  };
}

function overview() {
  const width = Math.max(...commands.map((command) => command.name.length));
  const lines = commands.map((command) => `  ${command.name.padEnd(width)}  ${command.summary}`);
  return [
    'halfhour: a station, a platform and a whole simulated warehouse that promises delivery in thirty minutes',
    '',
    'Usage: halfhour COMMAND [options]',
    '',
    ...lines,
    '',
    "'halfhour COMMAND --help' tells a command's options; 'halfhour --version' the version.",
  ].join('\n');
}
