import { createServer, type Socket } from 'node:net';

/**
 * What a fake printer does wrong. `diesMidway` and `halfClose` print the label they got or not, by turns, before they hang up; `lies` says
 * that all is well and empty and swallows the label, only its counter is honest; `losesReply` prints and then says nothing more.
 */
export const fakePrinterFaults = [
  ...(['off', 'neverReads', 'silent', 'diesMidway', 'slow', 'lies', 'losesReply', 'paperOut', 'halfClose'] as const),
] as const;
export type FakePrinterFault = (typeof fakePrinterFaults)[number];

/** A label printer on port 9100's protocol, made for breaking. Written apart from the simulator of the product. */
export type FakePrinter = {
  readonly port: number;
  /** Every code that came out on paper, in order, by what this printer itself put there. */
  readonly paper: readonly string[];
  setFault(fault: FakePrinterFault | null): void;
  close(): Promise<void>;
};

const slowAnswerMs = 1_500;
const printMs = 25;
const maxBuffered = 2_000_000;
const question = /\^XA[\s\S]*?\^XZ|~HS|~JA|! U1 getvar "odometer\.total_label_count"\s*\n/;

/** Starts one. `codeOf` finds in a label's ZPL what it is about. */
export async function startFakePrinter(codeOf: (zpl: string) => string, hasCounter = true): Promise<FakePrinter> {
  const paper: string[] = [];
  const sockets = new Set<Socket>();
  let held: string[] = [];
  let printing = 0;
  let fault: FakePrinterFault | null = null;
  let turn = 0;

  const put = (zpl: string): void => void paper.push(codeOf(zpl));
  const feed = (zpl: string): void => {
    if (fault === 'paperOut') return void held.push(zpl);
    printing += 1;
    setTimeout(() => {
      printing -= 1;
      if (fault === 'paperOut') held.push(zpl);
      else put(zpl);
    }, printMs);
  };
  const status = (): string => {
    const waiting = fault === 'lies' ? 0 : held.length + printing;
    const lines = [
      `030,${fault === 'paperOut' ? 1 : 0},0,0320,${String(waiting).padStart(3, '0')},0,0,0,000,0,0,0`,
      `000,0,0,0,0,2,6,0,${String(waiting).padStart(8, '0')},1,000`,
      '1234,0',
    ];
    return lines.map((line) => `\u0002${line}\u0003\r\n`).join('');
  };
  const takeLabel = (socket: Socket, zpl: string): void => {
    turn += 1;
    if (fault === 'lies') return;
    if (fault === 'diesMidway' || fault === 'halfClose') {
      if (turn % 2 === 0) put(zpl);
      return void (fault === 'halfClose' ? socket.end() : socket.destroy());
    }
    feed(zpl);
    if (fault === 'losesReply') socket.removeAllListeners('data').resume();
  };
  const answer = (socket: Socket, text: string): void => {
    if (fault === 'silent') return;
    const reply = (): void => void (socket.writable && socket.write(text, 'latin1'));
    if (fault === 'slow') setTimeout(reply, slowAnswerMs);
    else reply();
  };
  const take = (socket: Socket, part: string): void => {
    if (part.startsWith('^XA')) return takeLabel(socket, part);
    if (part === '~HS') return answer(socket, status());
    if (part === '~JA') return void (held = []);
    answer(socket, hasCounter ? `"${paper.length}"` : '"?"');
  };
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket)).on('error', () => socket.destroy());
    if (fault === 'off') return void socket.destroy();
    if (fault === 'neverReads') return void socket.pause();
    let buffer = '';
    socket.on('data', (bytes) => {
      buffer = (buffer + bytes.toString('latin1')).slice(-maxBuffered);
      for (let match = question.exec(buffer); match !== null; match = question.exec(buffer)) {
        buffer = buffer.slice(match.index + match[0].length);
        take(socket, match[0]);
        if (socket.listenerCount('data') === 0 || socket.destroyed) return;
      }
    });
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    paper,
    setFault: (next) => {
      fault = next;
      if (next !== 'paperOut') held.splice(0).forEach(feed);
      // A frozen printer that is switched off and on again has lost its connections.
      for (const socket of sockets) if (socket.isPaused()) socket.destroy();
    },
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}
