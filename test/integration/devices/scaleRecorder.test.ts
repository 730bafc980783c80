import { afterEach, expect, test } from 'vitest';
import { startTcpLine, type TcpLine } from '#platform/world/devices/startTcpLine.ts';
import type { WeightReading } from '#shared/model/device/device.ts';
import { learnScalePattern } from '#shared/wire/scale/learnScalePattern.ts';
import { openDeviceHub } from '#test/support/openDeviceHub.ts';
import { tempFolder } from '#test/support/tempFolder.ts';
import { waitUntil } from '#test/support/waitUntil.ts';

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

/** A scale of a make nobody has a manual of: `# OK 001.250 kg`, ten times a second. */
function talk(line: TcpLine): (say: () => string) => void {
  let now = (): string => '';
  const timer = setInterval(() => line.write(Buffer.from(now(), 'latin1')), 100);
  closers.push(() => clearInterval(timer));
  return (say) => (now = say);
}
const steady = (kg: string) => () => `# OK ${kg} kg\r\n`;

test('[SC7] a scale nobody knows is recorded empty, with a weight and moving, and weighs from then on', async () => {
  const [line, folder] = [await startTcpLine(), tempFolder()];
  closers.push(
    () => folder.remove(),
    () => line.close(),
  );
  const hub = await openDeviceHub(folder.path, []);
  closers.push(() => hub.close());
  const setting = {
    kind: 'scale',
    via: 'tcp',
    deviceId: 'new',
    name: 'new',
    host: '127.0.0.1',
    port: line.port,
    protocol: 'pattern',
  } as const;
  expect(await hub.setup.save(setting)).toEqual([]);
  const say = talk(line);
  say(steady('000.000'));
  await waitUntil('the scale', () => hub.states()[0]?.status === 'ready');
  const empty = await hub.setup.recordScale('new');
  say(steady('001.250'));
  const loaded = await hub.setup.recordScale('new');
  let swing = 0;
  say(() => `# MV ${(0.4 + (swing += 0.013)).toFixed(3).padStart(7, '0')} kg\r\n`);
  const moving = await hub.setup.recordScale('new');
  const learnt = learnScalePattern([
    { characters: empty, knownGrams: 0, isStable: true },
    { characters: loaded, knownGrams: 1_250, isStable: true },
    { characters: moving, knownGrams: 0, isStable: false },
  ]);
  if (!learnt.ok) throw new Error(learnt.error);
  expect(await hub.setup.save({ ...setting, pattern: learnt.value })).toEqual([]);
  const readings: WeightReading[] = [];
  void (async () => {
    for await (const reading of hub.weights(new AbortController().signal)) readings.push(reading);
  })();
  await waitUntil('a moving weight', () => readings.some(({ status }) => status === 'unstable'));
  say(steady('002.345'));
  await waitUntil('the weight', () => readings.some(({ status, grams }) => status === 'stable' && grams === 2_345));
  // While it moved no weight was taken for a stable one.
  expect(readings.filter(({ status }) => status === 'stable').map(({ grams }) => grams)).toEqual(
    readings.filter(({ status }) => status === 'stable').map(() => 2_345),
  );
});
