import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { createLog } from '#electron/host/createLog.ts';
import type { DeviceSetting } from '#shared/model/device/deviceSetting.ts';
import { openInBrowser } from './openInBrowser.ts';
import { parseDeviceOption } from './parseDeviceOption.ts';
import { defaultStationPort, startHeadless, type Headless } from './startHeadless.ts';
import { untilAskedToStop } from './untilAskedToStop.ts';

const rendererFolder = fileURLToPath(new URL('../../out/renderer', import.meta.url));

type StationOptions = {
  readonly platform: string;
  readonly mqtt?: string;
  readonly data: string;
  readonly port: number;
  readonly host: string;
  readonly enrol?: string;
  readonly name: string;
  readonly device: readonly DeviceSetting[];
  readonly pair?: string;
  readonly page: boolean;
  readonly open: boolean;
  readonly json: boolean;
  readonly log: 'debug' | 'info' | 'warn' | 'error';
};

/** `halfhour station`: runs one station until it is asked to stop. Resolves with the exit code; faults at start reject with a sentence. */
export async function runStationCommand(argv: readonly string[]): Promise<number> {
  const options = parseOptions(argv);
  if (typeof options === 'number') return options;
  const station = await startHeadless({
    port: options.port,
    host: options.host,
    rendererFolder,
    ...(options.pair === undefined ? {} : { pairingToken: options.pair }),
    hostOptions: {
      dataFolder: resolve(options.data),
      platformUrl: options.platform,
      mqttUrl: options.mqtt,
      enrolmentCode: options.enrol,
      stationName: options.name,
      devices: options.device,
      clock: { nowMs: () => Date.now() },
      log: createLog(options.log),
    },
  });
  tellStarted(station, options);
  if (options.open && options.page) openInBrowser(station.url);
  await untilAskedToStop(() => station.close());
  return 0;
}

function tellStarted(station: Headless, options: StationOptions): void {
  if (options.json) {
    process.stdout.write(`${JSON.stringify({ event: 'started', url: station.url, port: station.port, stationId: station.host.stationId() })}\n`);
    return;
  }
  if (station.portNote) process.stdout.write(`${station.portNote}\n`);
  process.stdout.write(`Station: ${station.url}\n`);
  if (!station.host.stationId() && !options.enrol) process.stdout.write('This station is not enrolled yet: give --enrol CODE, or type the code on its page.\n');
}

function parseOptions(argv: readonly string[]): StationOptions | number {
  const program = new Command('halfhour station')
    .description('One station: the host with its devices, and its page on 127.0.0.1.')
    .option('--platform <url>', 'the central platform', parseUrl(['http:', 'https:']), 'http://127.0.0.1:4100')
    .option('--mqtt <url>', "the site's broker (default: the one the platform names)", parseUrl(['mqtt:', 'mqtts:', 'ws:', 'wss:', 'tcp:']))
    .option('--data <folder>', 'where identity, journal and spool are kept', join(homedir(), '.halfhour', 'station'))
    .option('--port <number>', 'port of the page; the next free one when busy, 0 for any', parsePort, defaultStationPort)
    .option('--host <address>', 'address listened on', '127.0.0.1')
    .option('--enrol <code>', 'one-time code from the platform, used when not enrolled yet')
    .option('--name <text>', "the station's name", 'station')
    .option('--device <pairs>', 'a device, such as kind=scanner,path=/dev/ttyACM0 (may be repeated)', addDevice, [])
    .option('--pair <token>', "pairing token (default: the data folder's own)", parseToken)
    .option('--no-page', 'serve the bridge only; the page need not be built')
    .option('--open', 'open the page', false)
    .option('--json', 'one JSON line when started, instead of sentences', false)
    .addOption(new Option('--log <level>', 'what is written to standard error').choices(['debug', 'info', 'warn', 'error']).default('info'))
    .exitOverride();
  try {
    program.parse([...argv], { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    throw error;
  }
  return program.opts<StationOptions>();
}

function addDevice(text: string, earlier: readonly DeviceSetting[]): readonly DeviceSetting[] {
  const parsed = parseDeviceOption(text, earlier.length + 1);
  if (!parsed.ok) throw new InvalidArgumentError(parsed.error);
  if (earlier.some((device) => device.deviceId === parsed.value.deviceId)) throw new InvalidArgumentError(`Two devices are called ${parsed.value.deviceId}.`);
  return [...earlier, parsed.value];
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

function parseUrl(protocols: readonly string[]): (text: string) => string {
  return (text) => {
    if (!URL.canParse(text) || !protocols.includes(new URL(text).protocol)) throw new InvalidArgumentError(`An address begins with ${protocols.join(', ')} and two slashes.`);
    return text;
  };
}
