import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { maxSpeed, minSpeed } from '#platform/world/clock/createWorldClock.ts';
import { maxVirtualPickers } from '#platform/world/startWorld.ts';

export type DemoArguments = {
  readonly seed: number;
  readonly speed?: number;
  readonly minutes: number;
  readonly headless: boolean;
  readonly pickers?: number;
  readonly couriers: number;
  readonly ordersPerHour?: number;
  readonly port: number;
  readonly platformPort: number;
  readonly folder?: string;
  readonly open: boolean;
  readonly json: boolean;
  readonly log: 'silent' | 'warn' | 'info';
};

/** Reads the arguments of `halfhour demo`; a number is the exit code where there is nothing more to do. */
export function parseDemoArguments(argv: readonly string[]): DemoArguments | number {
  const program = new Command('halfhour demo')
    .description('Platform, broker, a demo site of 2,000 SKUs, a simulated world and a station, in one command.')
    .option('--seed <number>', 'one seed gives one day', toInteger(0, 2 ** 31 - 1), 7)
    .option(
      '--speed <number>',
      `how fast the world runs, ${minSpeed} to ${maxSpeed} (default: 1; 20 with --headless)`,
      toInteger(minSpeed, maxSpeed),
    )
    .option('--headless', 'no station: run the simulated time, check every invariant, report, exit', false)
    .option('--minutes <number>', 'with --headless: how long customers order', toInteger(1, 24 * 60), 60)
    .option('--pickers <number>', 'virtual pickers (default: 2; 4 with --headless)', toInteger(0, maxVirtualPickers))
    .option('--couriers <number>', 'couriers on shift', toInteger(1, 36), 36)
    .option('--orders-per-hour <number>', 'orders an hour when the day is busiest (default: 60; 180 with --headless)', toInteger(1, 2000))
    .option('--port <number>', "port of the station's page; the next free one when busy", toInteger(0, 65_535), 4130)
    .option('--platform-port <number>', 'port of the platform, 0 for any', toInteger(0, 65_535), 0)
    .option('--folder <path>', 'keep everything there and go on with it next time (default: a temporary folder)')
    .option('--open', 'open the page', false)
    .option('--json', 'machine-readable output', false)
    .option('--log <level>', 'silent, warn or info', toLevel, 'silent')
    .exitOverride();
  try {
    program.parse([...argv], { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    throw error;
  }
  return program.opts<DemoArguments>();
}

/** A parser of whole numbers within bounds, for command lines. */
export function toInteger(least: number, most: number): (text: string) => number {
  return (text) => {
    const number = Number(text);
    if (!Number.isInteger(number) || number < least || number > most)
      throw new InvalidArgumentError(`It must be a whole number from ${least} to ${most}.`);
    return number;
  };
}

/** A parser of log levels. */
export function toLevel(text: string): 'silent' | 'warn' | 'info' {
  if (text !== 'silent' && text !== 'warn' && text !== 'info') throw new InvalidArgumentError('The levels are silent, warn and info.');
  return text;
}
