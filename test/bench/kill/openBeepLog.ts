import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One sound of the page: the scan it answered and the commands that were durable when it was heard. */
export type Beep = { readonly scanNo: number; readonly sound: string; readonly commandIds: readonly string[]; readonly at: number };

/** The list of sounds, kept outside the browser. */
export type BeepLog = {
  readonly beeps: readonly Beep[];
  /** Runs in the page before its own code: each sound is written here before the page goes on, so that no kill can hide it. */
  readonly pageScript: string;
  close(): Promise<void>;
};

/** Opens the log. The page's own scan marks say what was committed and heard; the answer to each report is waited for in the page. */
export async function openBeepLog(): Promise<BeepLog> {
  const beeps: Beep[] = [];
  const server = createServer((request, response) => {
    let text = '';
    request.setEncoding('utf8');
    request.on('data', (chunk: string) => {
      text += chunk;
    });
    request.on('end', () => {
      if (text !== '') beeps.push({ ...(JSON.parse(text) as Omit<Beep, 'at'>), at: performance.now() });
      response.writeHead(200, { 'access-control-allow-origin': '*', 'content-length': '0' }).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const pageScript = `(() => {
    const mark = performance.mark.bind(performance);
    const committed = new Map();
    performance.mark = (name, options) => {
      const made = mark(name, options);
      const { scanNo = 0, commandIds = [] } = options?.detail ?? {};
      if (name === 'hh:committed') committed.set(scanNo, [...(committed.get(scanNo) ?? []), ...commandIds]);
      if (name === 'hh:sound') {
        const report = new XMLHttpRequest();
        report.open('POST', 'http://127.0.0.1:${port}/', false);
        report.send(JSON.stringify({ scanNo, sound: window.__halfhour?.lastSound?.name ?? '', commandIds: committed.get(scanNo) ?? [] }));
        committed.delete(scanNo);
      }
      return made;
    };
  })();`;
  return {
    beeps,
    pageScript,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
