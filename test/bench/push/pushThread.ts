import { parentPort, workerData } from 'node:worker_threads';
import { assert } from '#shared/base/assert.ts';
import type { PushResponse } from '#shared/wire/platform/syncMessages.ts';

/** Stations as the platform sees them: connections that push one body after the other. A thread apart, as stations are machines apart. */
const port = parentPort;
assert(port !== null, 'pushThread.ts is started as a worker thread');
const { url } = workerData as { readonly url: string };

export type PushOrder = { readonly token: string; readonly bodies: readonly string[] };

port.on('message', (stations: readonly PushOrder[]) => {
  void Promise.all(stations.map(pushAll)).then(
    () => port.postMessage(null),
    (fault: unknown) => port.postMessage(String(fault)),
  );
});

async function pushAll({ token, bodies }: PushOrder): Promise<void> {
  for (const body of bodies) {
    // A kept connection may have been closed meanwhile; like a station, push the same again.
    const answer = await push(token, body).catch(() => push(token, body));
    if (answer.status !== 'taken' || answer.results.some((result) => result.outcome !== 'applied'))
      throw new Error(`a push was not applied: ${JSON.stringify(answer).slice(0, 500)}`);
  }
}

async function push(token: string, body: string): Promise<PushResponse> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  return (await (await fetch(url, { method: 'POST', headers, body })).json()) as PushResponse;
}
