import { Agent, request } from 'node:http';
import { parentPort, workerData } from 'node:worker_threads';
import { assert } from '#shared/base/assert.ts';

/** Stations as the platform sees them: connections that push one body after the other. A thread apart, as stations are machines apart. */
const port = parentPort;
assert(port !== null, 'pushThread.ts is started as a worker thread');
const { url } = workerData as { readonly url: string };

export type PushOrder = { readonly token: string; readonly bodies: readonly string[]; readonly commandCounts: readonly number[] };

port.on('message', (stations: readonly PushOrder[]) => {
  void Promise.all(stations.map(pushAll)).then(
    () => port.postMessage(null),
    (fault: unknown) => port.postMessage(String(fault)),
  );
});

/** One kept connection a station. Node's own client, not `fetch`: on a small machine the stations' share would weigh on the platform's figure. */
const agent = new Agent({ keepAlive: true });
const taken = '{"status":"taken"';
const applied = '"outcome":"applied"';

async function pushAll({ token, bodies, commandCounts }: PushOrder): Promise<void> {
  for (const [index, body] of bodies.entries()) {
    // A kept connection may have been closed meanwhile; like a station, push the same again.
    const answer = await push(token, body).catch(() => push(token, body));
    if (!answer.startsWith(taken) || answer.split(applied).length - 1 !== commandCounts[index])
      throw new Error(`a push was not applied: ${answer.slice(0, 500)}`);
  }
}

function push(token: string, body: string): Promise<string> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
  return new Promise((resolve, reject) => {
    const asked = request(url, { method: 'POST', agent, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => resolve(Buffer.concat(chunks).toString()));
      response.on('error', reject);
    });
    asked.on('error', reject);
    asked.end(body);
  });
}
