import { createServer, type Server, type Socket } from 'node:net';
import { deviceSettings, type DeviceSetting } from '#shared/model/device/deviceSetting.ts';

/** What can be wrong with the training printer. */
export const trainingFaults = ['paperOut', 'headOpen'] as const;
export type TrainingFault = (typeof trainingFaults)[number];

/**
 * A scanner, a label printer and a scale that are not there, for training: they speak the real protocols over 127.0.0.1, so that the
 * station does exactly what it does with real ones.
 */
export type TrainingDevices = {
  readonly devices: readonly DeviceSetting[];
  scan(code: string): void;
  weigh(grams: number): void;
  setPrinterFault(fault: TrainingFault | null): void;
  labelsPrinted(): number;
  close(): Promise<void>;
};

const question = /\^XA[\s\S]*?\^XZ|~HS|~JA|! U1 getvar "odometer\.total_label_count"\s*\n/;
const maxBuffered = 1_000_000;

/** Starts the three. */
export async function startTrainingDevices(): Promise<TrainingDevices> {
  let grams = 0;
  let zeroGrams = 0;
  let fault: TrainingFault | null = null;
  let printed = 0;
  let held = 0;
  const weight = (): string => `S S ${String(grams - zeroGrams).padStart(10)} g\r\n`;
  const scaleAnswers: Readonly<Record<string, () => string>> = {
    S: weight,
    SI: weight,
    Z: () => {
      zeroGrams = grams;
      return 'Z A\r\n';
    },
    T: () => {
      zeroGrams = grams;
      return 'T S          0 g\r\n';
    },
  };
  const scanner = await listen(() => undefined);
  const scale = await listen((socket, text) => {
    const lines = text.split('\n');
    for (const line of lines.slice(0, -1)) socket.write(scaleAnswers[line.trim()]?.() ?? 'ES\r\n');
    return lines.at(-1) ?? '';
  });
  const printer = await listen((socket, text) => {
    let rest = text;
    for (let match = question.exec(rest); match !== null; match = question.exec(rest)) {
      rest = rest.slice(match.index + match[0].length);
      if (match[0].startsWith('^XA') && fault === null) printed += 1;
      else if (match[0].startsWith('^XA')) held += 1;
      else if (match[0] === '~JA') held = 0;
      else socket.write(match[0] === '~HS' ? hostStatus(fault, held) : `"${printed}"`, 'latin1');
    }
    return rest;
  });
  const on = (line: Line) => ({ via: 'tcp', host: '127.0.0.1', port: line.port, isSimulated: true });
  return {
    devices: deviceSettings.parse([
      { kind: 'scanner', deviceId: 'training-scanner', name: 'training-scanner', ...on(scanner) },
      { kind: 'printer', deviceId: 'training-printer', name: 'training-printer', ...on(printer) },
      { kind: 'scale', deviceId: 'training-scale', name: 'training-scale', ...on(scale) },
    ]),
    scan: (code) => scanner.sockets.forEach((socket) => socket.write(`${code}\r`, 'latin1')),
    weigh: (next) => void (grams = next),
    setPrinterFault: (next) => {
      fault = next;
      if (next === null) printed += held;
      if (next === null) held = 0;
    },
    labelsPrinted: () => printed,
    close: async () => void (await Promise.all([scanner.close(), scale.close(), printer.close()])),
  };
}

type Line = { readonly port: number; readonly sockets: ReadonlySet<Socket>; close(): Promise<void> };

/** A port of 127.0.0.1; `take` gets what has come and answers what is not used yet. */
async function listen(take: (socket: Socket, text: string) => string | undefined): Promise<Line> {
  const sockets = new Set<Socket>();
  const server: Server = createServer({ noDelay: true }, (socket) => {
    let text = '';
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket)).on('error', () => socket.destroy());
    socket.on('data', (bytes) => {
      text = (take(socket, text + bytes.toString('latin1')) ?? '').slice(-maxBuffered);
    });
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    sockets,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}

/** The three lines of ~HS (ZPL II Programming Guide). */
function hostStatus(fault: TrainingFault | null, held: number): string {
  const waiting = String(held);
  const first = `030,${fault === 'paperOut' ? 1 : 0},0,0320,${waiting.padStart(3, '0')},0,0,0,000,0,0,0`;
  const second = `000,0,${fault === 'headOpen' ? 1 : 0},0,0,2,6,0,${waiting.padStart(8, '0')},1,000`;
  return [first, second, '1234,0'].map((line) => `\u0002${line}\u0003\r\n`).join('');
}
