import { createServer as createHttpServer } from 'node:http';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { SerialPort } from 'serialport';
import { afterEach, describe, expect, test } from 'vitest';
import { bagOrder, openDeviceHub, printAndWait } from '#test/support/openDeviceHub.ts';
import { openPtyPair, ptyMissingReason } from '#test/support/openPtyPair.ts';
import { runPrintShift } from '#test/support/printers/runPrintShift.ts';
import { ownNowMs } from '#test/support/ownClock.ts';
import { tempFolder } from '#test/support/tempFolder.ts';
import { waitUntil } from '#test/support/waitUntil.ts';

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function openHub(printer: Record<string, unknown>) {
  const folder = tempFolder();
  const hub = await openDeviceHub(folder.path, [{ kind: 'printer', deviceId: 'p', name: 'p', ...printer } as never]);
  closers.push(
    () => folder.remove(),
    () => hub.close(),
  );
  return hub;
}

/** A printer on a TCP port; `take` hears all that came since it last emptied it. */
async function startRaw(take: (socket: Socket, received: { text: string }) => void): Promise<number> {
  const server = createServer((socket) => {
    const received = { text: '' };
    socket.on('error', () => socket.destroy());
    socket.on('data', (bytes) => {
      received.text += bytes.toString('latin1');
      take(socket, received);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => new Promise((resolve) => server.close(resolve)));
  return (server.address() as AddressInfo).port;
}

describe('ways to a printer', () => {
  test('[PR12] a TSPL printer is asked by its status byte; ready again and again proves the label', async () => {
    let printed = 0;
    const port = await startRaw((socket, received) => {
      for (let at = received.text.indexOf('\u001b!?'); at >= 0; at = received.text.indexOf('\u001b!?')) {
        printed += received.text.slice(0, at).split('PRINT 1').length - 1;
        received.text = received.text.slice(at + 3);
        socket.write(Buffer.from([0x00]));
      }
    });
    const hub = await openHub({ via: 'tcp', host: '127.0.0.1', port, language: 'tspl' });
    expect([(await printAndWait(hub, bagOrder('job-1'))).status, printed]).toEqual(['confirmed', 1]);
  });

  test('[PR12] an ESC/POS printer proves a label by the answer in the order of its data; without it the label is unknown', async () => {
    let answersReceipts = true;
    const port = await startRaw((socket, received) => {
      const asked = /\u0010\u0004\u0001\u0010\u0004\u0002\u0010\u0004\u0003\u0010\u0004\u0004$/;
      if (asked.test(received.text)) socket.write(Buffer.from([0x12, 0x12, 0x12, 0x12]));
      if (received.text.endsWith('\u001dr\u0001') && answersReceipts) socket.write(Buffer.from([0x00]));
    });
    const hub = await openHub({ via: 'tcp', host: '127.0.0.1', port, language: 'escpos' });
    const proved = await printAndWait(hub, bagOrder('job-1'));
    answersReceipts = false;
    const unproved = await printAndWait(hub, bagOrder('job-2'));
    expect([proved.status, unproved.status]).toEqual(['confirmed', 'unknown']);
  });

  test.skipIf(ptyMissingReason !== null)(`[PR13] a serial printer, unplugged and plugged in again ${ptyMissingReason ?? ''}`, async () => {
    const cable = await openPtyPair();
    closers.push(() => cable.close());
    let printed = 0;
    const connect = (): SerialPort => {
      const far = new SerialPort({ path: cable.devicePath, baudRate: 9600, lock: false });
      let text = '';
      far
        .on('error', () => undefined)
        .on('data', (bytes: Buffer) => {
          text += bytes.toString('latin1');
          for (
            let match = /\^XA[\s\S]*?\^XZ|~HS|! U1 getvar.*\n/.exec(text);
            match;
            match = /\^XA[\s\S]*?\^XZ|~HS|! U1 getvar.*\n/.exec(text)
          ) {
            text = text.slice(match.index + match[0].length);
            if (match[0].startsWith('^XA')) printed += 1;
            else if (match[0] === '~HS')
              far.write(
                '\u0002030,0,0,0320,000,0,0,0,000,0,0,0\u0003\r\n\u0002000,0,0,0,0,2,6,0,00000000,1,000\u0003\r\n\u00021234,0\u0003\r\n',
              );
            else far.write(`"${printed}"`);
          }
        });
      return far;
    };
    connect();
    const hub = await openHub({ via: 'serial', path: cable.stationPath });
    const first = await printAndWait(hub, bagOrder('job-1'));
    await cable.unplug();
    await waitUntil('the fault', () => hub.setup !== undefined && hub.testDevice('p').then((told) => !told.isDone));
    await hub.print(bagOrder('job-2'));
    const before = printed;
    await cable.replug();
    connect();
    const startedAt = ownNowMs();
    await waitUntil('the second label', () => printed === 2, { timeoutMs: 8_000 });
    expect([first.status, before, ownNowMs() - startedAt < 3_000]).toEqual(['confirmed', 1, true]);
  });

  test.each([
    ['sheets counted', { sheets: 1, believesQueue: false, losesReply: false }, 'confirmed'],
    ['only "completed"', { sheets: 0, believesQueue: false, losesReply: false }, 'unknown'],
    ['only "completed", believed', { sheets: 0, believesQueue: true, losesReply: false }, 'confirmed'],
    ['the answer to the job got lost', { sheets: 1, believesQueue: false, losesReply: true }, 'confirmed'],
  ] as const)('[PR14] a print queue: %s', async (_, given, status) => {
    const queue = await startIppQueue(given);
    const hub = await openHub({
      via: 'ipp',
      host: '127.0.0.1',
      port: queue.port,
      path: '/printers/labels',
      believesQueue: given.believesQueue,
    });
    const job = await printAndWait(hub, bagOrder('job-1'));
    expect([job.status, queue.documents.length, queue.documents[0]?.includes('^XA')]).toEqual([status, 1, true]);
  });

  test('[PR11] forty labels over printers that fail at random: none lost, none doubled, the next takes over within three seconds', async () => {
    const shift = await runPrintShift({ labels: 40, seed: 7 });
    expect([shift.lost, shift.doubled, shift.failoverOwnMs < 3_000]).toEqual([0, 0, true]);
  }, 60_000);
});

/** A CUPS-like queue of one printer. */
async function startIppQueue(given: { readonly sheets: number; readonly losesReply: boolean }) {
  const documents: string[] = [];
  const names: string[] = [];
  const short = (tag: number, name: string, content: Buffer): Buffer => {
    const head = Buffer.alloc(3 + name.length + 2);
    head.writeUInt8(tag, 0);
    head.writeUInt16BE(name.length, 1);
    head.write(name, 3, 'latin1');
    head.writeUInt16BE(content.length, 3 + name.length);
    return Buffer.concat([head, content]);
  };
  const integer = (tag: number, name: string, number: number): Buffer => {
    const content = Buffer.alloc(4);
    content.writeInt32BE(number);
    return short(tag, name, content);
  };
  const jobAttributes = (): Buffer[] => [
    Buffer.from([0x02]),
    integer(0x21, 'job-id', 5),
    integer(0x23, 'job-state', 9),
    short(0x42, 'job-name', Buffer.from(names[0] ?? '')),
    integer(0x21, 'job-media-sheets-completed', given.sheets),
  ];
  const server = createHttpServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (bytes: Buffer) => parts.push(bytes));
    request.on('end', () => {
      const body = Buffer.concat(parts);
      const operation = body.readUInt16BE(2);
      const head = Buffer.from([1, 1, 0, 0, ...body.subarray(4, 8), 0x01]);
      const groups =
        operation === 0x0b
          ? [Buffer.from([0x04]), integer(0x23, 'printer-state', 3), short(0x44, 'printer-state-reasons', Buffer.from('none'))]
          : jobAttributes();
      if (operation === 0x02) {
        documents.push(body.toString('latin1'));
        names.push(/job-name..(job-\d+)/s.exec(body.toString('latin1'))?.[1] ?? '');
        if (given.losesReply) return void request.socket.destroy();
      }
      const isNothing = operation === 0x0a && names.length === 0;
      response.setHeader('content-type', 'application/ipp');
      response.end(Buffer.concat([head, ...(isNothing ? [] : operation === 0x02 ? jobAttributes() : groups), Buffer.from([0x03])]));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(
    () => new Promise((resolve) => server.close(resolve)),
    () => server.closeAllConnections(),
  );
  return { port: (server.address() as AddressInfo).port, documents };
}
