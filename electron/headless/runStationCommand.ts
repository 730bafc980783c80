import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { createLog } from '#electron/host/createLog.ts';
import { addStationOptions, toHostOptions, type StationArguments } from '#electron/host/stationArguments.ts';
import { openInBrowser } from './openInBrowser.ts';
import { defaultStationPort, startHeadless, type Headless } from './startHeadless.ts';
import { untilAskedToStop } from './untilAskedToStop.ts';

const rendererFolder = fileURLToPath(new URL('../../out/renderer', import.meta.url));

type HeadlessArguments = StationArguments & {
  readonly port: number;
  readonly host: string;
  readonly pair?: string;
  readonly page: boolean;
  readonly open: boolean;
  readonly json: boolean;
};

/** `halfhour station`: runs one station until it is asked to stop. Resolves with the exit code; faults at start reject with a sentence. */
export async function runStationCommand(argv: readonly string[]): Promise<number> {
  const given = parseArguments(argv);
  if (typeof given === 'number') return given;
  const hostOptions = toHostOptions(given, createLog(given.log));
  const station = await startHeadless({
    port: given.port,
    host: given.host,
    rendererFolder,
    ...(given.pair === undefined ? {} : { pairingToken: given.pair }),
    hostOptions,
  });
  tellStarted(station, given, hostOptions.enrolmentCode !== undefined);
  if (given.open && given.page) openInBrowser(station.url);
  await untilAskedToStop(() => station.close());
  return 0;
}

function tellStarted(station: Headless, given: HeadlessArguments, isEnrolling: boolean): void {
  if (given.json) {
    process.stdout.write(
      `${JSON.stringify({ event: 'started', url: station.url, port: station.port, stationId: station.host.stationId() })}\n`,
    );
    return;
  }
  if (station.portNote) process.stdout.write(`${station.portNote}\n`);
  process.stdout.write(`Station: ${station.url}\n`);
  if (!station.host.stationId() && !isEnrolling)
    process.stdout.write('This station is not enrolled yet: give --enrol CODE, or type the code on its page.\n');
}

function parseArguments(argv: readonly string[]): HeadlessArguments | number {
  const program = addStationOptions(
    new Command('halfhour station').description('One station: the host with its devices, and its page on 127.0.0.1.'),
    join(homedir(), '.halfhour', 'station'),
  )
    .option('--port <number>', 'port of the page; the next free one when busy, 0 for any', parsePort, defaultStationPort)
    .option('--host <address>', 'address listened on', '127.0.0.1')
    .option('--pair <token>', "pairing token (default: the data folder's own)", parseToken)
    .option('--no-page', 'serve the bridge only; the page need not be built')
    .option('--open', 'open the page', false)
    .option('--json', 'one JSON line when started, instead of sentences', false)
    .exitOverride();
  try {
    program.parse([...argv], { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    throw error;
  }
  return program.opts<HeadlessArguments>();
}

function parsePort(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new InvalidArgumentError('A port is a number from 0 to 65535.');
  return port;
}

function parseToken(text: string): string {
  if (!/^[A-Za-z0-9_-]{16,128}$/.test(text)) throw new InvalidArgumentError('A pairing token is 16 to 128 letters, digits, - or _.');
  return text;
}
