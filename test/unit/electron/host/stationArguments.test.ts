import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { defaultPlatformUrl, toHostOptions } from '#electron/host/stationArguments.ts';
import { silentLog } from '#shared/base/log.ts';
import { tempFolder, type TempFolder } from '#test/support/tempFolder.ts';

let folder: TempFolder;

beforeEach(() => {
  folder = tempFolder();
});

afterEach(() => folder.remove());

const given = () => ({ data: folder.path, device: [], log: 'error' as const });
const write = (text: string) => writeFileSync(join(folder.path, 'station.json'), text);
const scanner = { kind: 'scanner', via: 'serial', path: '/dev/ttyACM0', deviceId: 's1', name: 'Scanner' };

describe('settings of a station', () => {
  it('[HL12] without file and options there are defaults', () => {
    expect(toHostOptions(given(), silentLog)).toMatchObject({ dataFolder: folder.path, platformUrl: defaultPlatformUrl, devices: [] });
  });

  it('[HL12] the file says, the command line overrules', () => {
    write(JSON.stringify({ platformUrl: 'https://p.example', stationName: 'one', devices: [scanner] }));
    expect(toHostOptions({ ...given(), name: 'two' }, silentLog)).toMatchObject({
      platformUrl: 'https://p.example',
      stationName: 'two',
      devices: [{ ...scanner, baudRate: 9600 }],
    });
  });

  it.each([
    ['{', 'station.json is not JSON'],
    ['{"platformUrl":5}', 'platformUrl'],
    ['{"devices":[{"kind":"robot"}]}', 'devices.0'],
  ])('[HL12] %s is answered with a sentence, not with a guess', (text, part) => {
    write(text);
    expect(() => toHostOptions(given(), silentLog)).toThrow(part);
  });
});
