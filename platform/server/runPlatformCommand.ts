import { homedir } from 'node:os';
import path from 'node:path';
import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { pino } from 'pino';
import { readCarriers } from './readCarriers.ts';
import { readChannels } from './readChannels.ts';
import { type Platform, type PlatformOptions, startPlatform } from './startPlatform.ts';

type PlatformArguments = {
  readonly port: number;
  readonly host: string;
  readonly databaseUrl?: string;
  readonly data: string;
  readonly mqttUrl?: string;
  readonly brokerPort: number;
  readonly dispatch: boolean;
  readonly carriers?: string;
  readonly channels?: string;
  readonly log: string;
  readonly json: boolean;
};

/** The port the platform takes unless told otherwise. */
export const defaultPlatformPort = 7400;
/** The port its own MQTT broker takes unless told otherwise. */
export const defaultBrokerPort = 7401;

/** `halfhour platform`: runs the platform until SIGINT or SIGTERM. Resolves with the exit code; faults at start reject with a sentence. */
export async function runPlatformCommand(argv: readonly string[]): Promise<number> {
  const given = parseArguments(argv);
  if (typeof given === 'number') return given;
  const platform = await startPlatform({
    ...toOptions(given),
    carriers: readCarriers(given.carriers),
    channels: readChannels(given.channels),
  });
  tellStarted(platform, given);
  await untilAskedToStop();
  await platform.close();
  return 0;
}

function toOptions(given: PlatformArguments): PlatformOptions {
  const adminToken = process.env['HALFHOUR_ADMIN_TOKEN'];
  if (adminToken !== undefined && adminToken.length < 16) throw new Error('HALFHOUR_ADMIN_TOKEN must have at least 16 characters.');
  return {
    port: given.port,
    host: given.host,
    ...(given.databaseUrl === undefined ? { dataFolder: path.resolve(given.data) } : { databaseUrl: given.databaseUrl }),
    ...(given.mqttUrl === undefined ? { brokerPort: given.brokerPort } : { mqttUrl: given.mqttUrl }),
    clock: { nowMs: () => Date.now() },
    log: pino({ level: given.log }, pino.destination(2)),
    ...(adminToken === undefined ? {} : { adminToken }),
    ...readDataKey(),
    isDispatching: given.dispatch,
  };
}

/** HALFHOUR_DATA_KEY: 32 bytes in base64 for personal data, kept outside the database. */
function readDataKey(): { dataKey?: Buffer } {
  const text = process.env['HALFHOUR_DATA_KEY'];
  if (text === undefined) return {};
  const dataKey = Buffer.from(text, 'base64');
  if (dataKey.length !== 32) throw new Error('HALFHOUR_DATA_KEY must be 32 bytes in base64.');
  return { dataKey };
}

function tellStarted(platform: Platform, given: PlatformArguments): void {
  const { url, mqttUrl, adminToken } = platform;
  if (given.json) {
    process.stdout.write(`${JSON.stringify({ event: 'started', url, port: platform.port, mqttUrl, adminToken })}\n`);
    return;
  }
  const lines = [
    `Platform:    ${url}`,
    `Interface:   ${url}/docs`,
    `MQTT broker: ${mqttUrl}`,
    given.databaseUrl === undefined
      ? `Records:     PGlite in ${path.resolve(given.data)} (demonstration and tests only)`
      : 'Records:     PostgreSQL',
    process.env['HALFHOUR_ADMIN_TOKEN'] === undefined
      ? `Admin token: ${adminToken} (this run only; set HALFHOUR_ADMIN_TOKEN for one that stays)`
      : 'Admin token: as given',
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}

function parseArguments(argv: readonly string[]): PlatformArguments | number {
  const program = new Command('halfhour platform')
    .description('The central platform: HTTP API, database and MQTT broker.')
    .option('--port <number>', 'port of the HTTP API, 0 for any', parsePort, defaultPlatformPort)
    .option('--host <address>', 'address listened on', '127.0.0.1')
    .option('--database-url <url>', 'PostgreSQL 15 or newer (default: $DATABASE_URL)', process.env['DATABASE_URL'])
    .option(
      '--data <folder>',
      'folder of the embedded database, where no PostgreSQL is given',
      path.join(homedir(), '.halfhour', 'platform'),
    )
    .option('--mqtt-url <url>', 'MQTT broker (default: $MQTT_URL)', process.env['MQTT_URL'])
    .option('--broker-port <number>', 'port of the embedded broker, where none is given', parsePort, defaultBrokerPort)
    .option('--carriers <file>', 'JSON list of third-party carriers, see docs/integrator/carriers.md')
    .option('--channels <file>', 'JSON list of channels that are told of their orders, see docs/integrator/channels.md')
    .option('--no-dispatch', 'do not plan rides in this process')
    .option('--log <level>', 'fatal, error, warn, info, debug or silent', parseLevel, 'info')
    .option('--json', 'one JSON line when started, instead of sentences', false)
    .exitOverride();
  try {
    program.parse([...argv], { from: 'user' });
  } catch (fault) {
    if (fault instanceof CommanderError) return fault.exitCode === 0 ? 0 : 2;
    throw fault;
  }
  return program.opts<PlatformArguments>();
}

function parsePort(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new InvalidArgumentError('A port is a number from 0 to 65535.');
  return port;
}

function parseLevel(text: string): string {
  if (!['fatal', 'error', 'warn', 'info', 'debug', 'silent'].includes(text)) throw new InvalidArgumentError('There is no such level.');
  return text;
}

/** Resolves at the first SIGINT or SIGTERM; a second one ends the process at once. */
function untilAskedToStop(): Promise<void> {
  return new Promise((resolve) => {
    let isAsked = false;
    const ask = () => {
      if (isAsked) process.exit(130);
      isAsked = true;
      resolve();
    };
    process.on('SIGINT', ask);
    process.on('SIGTERM', ask);
  });
}
