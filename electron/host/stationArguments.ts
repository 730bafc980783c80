import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { InvalidArgumentError, Option, type Command } from 'commander';
import { z } from 'zod';
import type { Log } from '#shared/base/log.ts';
import { deviceSetting, type DeviceSetting } from '#shared/model/device/deviceSetting.ts';
import type { HostOptions } from './createHost.ts';
import { parseDeviceOption } from './parseDeviceOption.ts';

/** Where the platform is expected unless told otherwise. */
export const defaultPlatformUrl = 'http://127.0.0.1:7400';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** What a station is started with, from the command line; both ways in have these. */
export type StationArguments = {
  readonly platform?: string;
  readonly mqtt?: string;
  readonly data: string;
  readonly enrol?: string;
  readonly name?: string;
  readonly device: readonly DeviceSetting[];
  readonly log: LogLevel;
};

/** The same by a file, `station.json` in the data folder: for stations started by an icon. The command line overrules it. */
export const stationFile = z.object({
  platformUrl: z.url().optional(),
  mqttUrl: z.string().max(500).optional(),
  stationName: z.string().min(1).max(60).optional(),
  enrolmentCode: z.string().min(4).max(64).optional(),
  devices: z.array(deviceSetting).max(50).default([]),
});

/** Adds the options every station has. */
export function addStationOptions(program: Command, dataFolder: string): Command {
  return program
    .option('--platform <url>', `the central platform (default: "${defaultPlatformUrl}")`, parseUrl(['http:', 'https:']))
    .option('--mqtt <url>', "the site's broker (default: the one the platform names)", parseUrl(['mqtt:', 'mqtts:', 'ws:', 'wss:', 'tcp:']))
    .option('--data <folder>', 'where settings (station.json), identity, journal and spool are kept', dataFolder)
    .option('--enrol <code>', 'one-time code from the platform, used when not enrolled yet')
    .option('--name <text>', "the station's name")
    .option('--device <pairs>', 'a device, such as kind=scanner,path=/dev/ttyACM0 (may be repeated)', addDevice, [])
    .addOption(
      new Option('--log <level>', 'what is written to standard error').choices(['debug', 'info', 'warn', 'error']).default('info'),
    );
}

/** Puts command line and settings file together. Throws an Error with a sentence where the file is not right. */
export function toHostOptions(given: StationArguments, log: Log): HostOptions {
  const dataFolder = resolve(given.data);
  const file = readStationFile(dataFolder);
  return {
    dataFolder,
    platformUrl: given.platform ?? file.platformUrl ?? defaultPlatformUrl,
    mqttUrl: given.mqtt ?? file.mqttUrl,
    enrolmentCode: given.enrol ?? file.enrolmentCode,
    stationName: given.name ?? file.stationName,
    devices: given.device.length > 0 ? given.device : file.devices,
    clock: { nowMs: () => Date.now() },
    log,
  };
}

function readStationFile(dataFolder: string): z.infer<typeof stationFile> {
  const path = join(dataFolder, 'station.json');
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    return { devices: [] };
  }
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new Error(`${path} is not JSON.`);
  }
  const parsed = stationFile.safeParse(json);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new Error(`${path}: ${issue?.path.join('.') ?? ''} ${issue?.message ?? 'is not right'}.`);
}

function addDevice(text: string, earlier: readonly DeviceSetting[]): readonly DeviceSetting[] {
  const parsed = parseDeviceOption(text, earlier.length + 1);
  if (!parsed.ok) throw new InvalidArgumentError(parsed.error);
  if (earlier.some((device) => device.deviceId === parsed.value.deviceId))
    throw new InvalidArgumentError(`Two devices are called ${parsed.value.deviceId}.`);
  return [...earlier, parsed.value];
}

function parseUrl(protocols: readonly string[]): (text: string) => string {
  return (text) => {
    if (!URL.canParse(text) || !protocols.includes(new URL(text).protocol))
      throw new InvalidArgumentError(`An address begins with ${protocols.join(', ')} and two slashes.`);
    return text;
  };
}
