import { createServer, type Socket } from 'node:net';

/** What is wrong with the simulated printer. `silent`: takes connections and bytes and never answers, as many do with an open head. */
export type LabelPrinterFault = 'paperOut' | 'headOpen' | 'paused' | 'silent' | 'neverReads' | 'diesMidJob' | 'slow' | 'losesReply';

/** A label the printer was sent: the ZPL from ^XA to ^XZ, and its picture on demand. */
export type PrintedLabel = { readonly zpl: string; png(): Promise<Uint8Array> };

export type LabelPrinter = {
  readonly port: number;
  /** Labels on paper, oldest first; the last `maxKeptLabels`. */
  labels(): readonly PrintedLabel[];
  /** All labels ever put on paper, as the odometer counts them. */
  printedCount(): number;
  setFault(fault: LabelPrinterFault | null): void;
  close(): Promise<void>;
};

const maxKeptLabels = 5_000;
const maxBufferedCharacters = 4_000_000;
const slowAnswerMs = 400;
const mmPerDot = 1 / 8;

/** A ZPL printer on a raw TCP port of 127.0.0.1: prints what it is sent, answers ~HS, ~HI and the SGD odometer. */
export async function startLabelPrinter(
  options: { readonly port?: number; readonly fault?: LabelPrinterFault; readonly hasOdometer?: boolean } = {},
): Promise<LabelPrinter> {
  const labels: PrintedLabel[] = [];
  const held: string[] = [];
  const sockets = new Set<Socket>();
  let fault: LabelPrinterFault | null = options.fault ?? null;
  let printed = 0;

  const put = (zpl: string): void => {
    printed += 1;
    labels.push({ zpl, png: () => renderZpl(zpl) });
    if (labels.length > maxKeptLabels) labels.shift();
  };
  const isStopped = (): boolean => fault === 'paperOut' || fault === 'headOpen' || fault === 'paused';
  const takeLabel = (zpl: string): void => {
    if (isStopped()) held.push(zpl);
    else put(zpl);
  };
  const answer = (socket: Socket, text: string): void => {
    if (fault === 'silent' || fault === 'losesReply' || fault === 'neverReads') return;
    const reply = (): void => void (socket.writable && socket.write(text, 'latin1'));
    if (fault === 'slow') setTimeout(reply, slowAnswerMs);
    else reply();
  };
  const status = (): string => hostStatus({ fault, waiting: held.length });
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket)).on('error', () => socket.destroy());
    if (fault === 'neverReads') return void socket.pause();
    let buffer = '';
    socket.on('data', (bytes) => {
      buffer = (buffer + bytes.toString('latin1')).slice(-maxBufferedCharacters);
      for (let part = nextPart(buffer); part !== null; part = nextPart(buffer)) {
        buffer = buffer.slice(part.end);
        if (part.kind === 'label' && fault === 'diesMidJob') return void socket.destroy();
        if (part.kind === 'label') takeLabel(part.text);
        if (part.kind === 'status') answer(socket, status());
        if (part.kind === 'identity') answer(socket, '\u0002SIM-ZD421,V1.0,8,8192KB\u0003\r\n');
        if (part.kind === 'odometer') answer(socket, options.hasOdometer === false ? '"?"' : `"${printed}"`);
      }
    });
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(options.port ?? 0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    labels: () => labels,
    printedCount: () => printed,
    setFault: (next) => {
      fault = next;
      if (!isStopped()) held.splice(0).forEach(put);
    },
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}

type Part = { readonly kind: 'label' | 'status' | 'identity' | 'odometer'; readonly text: string; readonly end: number };

/** The next whole command in what has come so far. */
function nextPart(buffer: string): Part | null {
  const match = /\^XA[\s\S]*?\^XZ|~HS|~HI|! U1 getvar "odometer\.total_label_count"\s*\n/.exec(buffer);
  if (match === null) return null;
  const [text] = match;
  const kind = text.startsWith('^XA') ? 'label' : text === '~HS' ? 'status' : text === '~HI' ? 'identity' : 'odometer';
  return { kind, text, end: match.index + text.length };
}

/** The three lines of ~HS (ZPL II Programming Guide). */
function hostStatus(state: { readonly fault: LabelPrinterFault | null; readonly waiting: number }): string {
  const flag = (isSet: boolean): string => (isSet ? '1' : '0');
  const pad = (count: number, length: number): string => String(count).padStart(length, '0');
  const first = [
    '030',
    flag(state.fault === 'paperOut'),
    flag(state.fault === 'paused'),
    '0320',
    pad(state.waiting, 3),
    '0',
    '0',
    '0',
    '000',
    '0',
    '0',
    '0',
  ];
  const second = ['000', '0', flag(state.fault === 'headOpen'), '0', '0', '2', '6', '0', pad(state.waiting, 8), '1', '000'];
  return [first.join(','), second.join(','), '1234,0'].map((line) => `\u0002${line}\u0003\r\n`).join('');
}

/** The label as PNG; rendering is loaded when first asked for. */
async function renderZpl(zpl: string): Promise<Uint8Array> {
  const { ready } = await import('zpl-renderer-js');
  const { api } = await ready;
  const widthDots = Number(/\^PW(\d+)/.exec(zpl)?.[1] ?? 608);
  const heightDots = Number(/\^LL(\d+)/.exec(zpl)?.[1] ?? 400);
  return Buffer.from(await api.zplToBase64Async(zpl, widthDots * mmPerDot, heightDots * mmPerDot, 8), 'base64');
}
