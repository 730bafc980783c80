import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { demoHint } from '#platform/world/site/demoPeople.ts';
import { type DemoArguments, parseDemoArguments } from './demoArguments.ts';
import { createConsoleLog } from './demoLog.ts';
import { printHour } from './printHour.ts';
import { runDemoHour } from './runDemoHour.ts';
import { type Demo, startDemo } from './startDemo.ts';
import type { StationParts } from './stationParts.ts';

const rendererFolder = fileURLToPath(new URL('../../out/renderer', import.meta.url));
/** The demo's day starts shortly before lunch. */
const startHour = 11;

/** `halfhour demo`: the whole thing in one command. Resolves with the exit code; faults at start reject with a sentence. */
export async function runDemoCommand(argv: readonly string[], parts: StationParts): Promise<number> {
  const given = parseDemoArguments(argv);
  if (typeof given === 'number') return given;
  return given.headless ? runHeadless(given, parts) : runForPeople(given, parts);
}

async function runHeadless(given: DemoArguments, parts: StationParts): Promise<number> {
  const report = await runDemoHour({
    ...common(given, parts),
    speed: given.speed ?? 20,
    pickers: given.pickers ?? 4,
    peakOrdersPerHour: given.ordersPerHour ?? 180,
    minutes: given.minutes,
    onProgress: (sentence) => process.stderr.write(`${sentence}\n`),
  });
  process.stdout.write(given.json ? `${JSON.stringify(report)}\n` : printHour(report));
  return report.isDrained && report.verdict.isHealthy ? 0 : 1;
}

async function runForPeople(given: DemoArguments, parts: StationParts): Promise<number> {
  const startedMs = performance.now();
  const demo = await startDemo({
    ...common(given, parts),
    speed: given.speed ?? 1,
    pickers: given.pickers ?? 2,
    peakOrdersPerHour: given.ordersPerHour ?? 60,
    shoppingMs: Number.POSITIVE_INFINITY,
    station: { port: given.port, rendererFolder },
  });
  tellStarted(demo, given, (performance.now() - startedMs) / 1000);
  if (given.open && demo.station !== null) parts.openInBrowser(demo.station.url);
  const stopReading = readTypedScans(demo);
  await untilAskedToStop();
  stopReading();
  await demo.close();
  return 0;
}

function common(given: DemoArguments, parts: StationParts) {
  return {
    seed: given.seed,
    folder: given.folder === undefined ? null : path.resolve(given.folder),
    couriers: given.couriers,
    startHour,
    startMs: Date.now(),
    platformPort: given.platformPort,
    log: createConsoleLog(given.log),
    logLevel: given.log,
    parts,
  };
}

function tellStarted(demo: Demo, given: DemoArguments, seconds: number): void {
  const { url, portNote } = demo.station ?? { url: '', portNote: null };
  if (given.json) {
    process.stdout.write(
      `${JSON.stringify({ event: 'started', url, platformUrl: demo.platform.url, adminToken: demo.platform.adminToken, ...demoHint })}\n`,
    );
    return;
  }
  const lines = [
    ...(portNote === null ? [] : [portNote]),
    '',
    `  Halfhour is running (${seconds.toFixed(1)} s).`,
    '',
    `  Station    ${url}`,
    `  Sign in    ${demoHint.operatorName}: badge ${demoHint.badgeCode}, PIN ${demoHint.pin}`,
    `  Platform   ${demo.platform.url}/docs   admin token ${demo.platform.adminToken}`,
    '',
    ...(process.stdin.isTTY
      ? ['  Type a code and Enter: the station\'s simulated scanner reads it ("weigh 530" puts 530 g on the scale).']
      : []),
    '  Ctrl+C ends everything.',
    '',
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}

/** A line typed into the terminal is a scan of the demo station. */
function readTypedScans(demo: Demo): () => void {
  if (!process.stdin.isTTY || demo.station === null) return () => {};
  const { station } = demo;
  const reader = createInterface({ input: process.stdin });
  reader.on('line', (line) => {
    const weighed = /^weigh (\d{1,5})$/.exec(line.trim());
    if (weighed !== null) station.weigh(Number(weighed[1]));
    else if (line.trim() !== '') station.scan(line.trim());
  });
  reader.on('SIGINT', () => process.emit('SIGINT'));
  return () => reader.close();
}

/** Resolves at the first SIGINT or SIGTERM; a second one ends the process at once. */
export function untilAskedToStop(): Promise<void> {
  return new Promise((resolve) => {
    let isAsked = false;
    const ask = (): void => {
      if (isAsked) process.exit(130);
      isAsked = true;
      resolve();
    };
    process.on('SIGINT', ask);
    process.on('SIGTERM', ask);
  });
}
