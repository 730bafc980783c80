import { connect } from 'node:net';
import { createServer, type AddressInfo } from 'node:net';
import { open } from 'node:fs/promises';
import mqtt from 'mqtt';
import pg from 'pg';
import { describe, expect, test } from 'vitest';
import { mosquittoMissingReason, startMosquitto } from '#test/support/startMosquitto.ts';
import { openPtyPair, ptyMissingReason } from '#test/support/openPtyPair.ts';
import { postgresMissingReason, startPostgres } from '#test/support/startPostgres.ts';
import { startTcpProxy } from '#test/support/tcpProxy.ts';
import { waitUntil } from '#test/support/waitUntil.ts';

describe('servers the tests start for themselves', () => {
  test('a real PostgreSQL keeps a committed row over a kill', async ({ skip }) => {
    const reason = postgresMissingReason();
    if (reason !== null) skip(reason);
    const server = await startPostgres();
    try {
      const url = await server.createDatabase('one');
      const first = new pg.Client({ connectionString: url });
      first.on('error', () => undefined);
      await first.connect();
      await first.query('create table kept (id int)');
      await first.query('insert into kept values (7)');
      await server.kill();
      await server.restart();
      const second = new pg.Client({ connectionString: url });
      await second.connect();
      const answer = await second.query('select id from kept');
      await second.end();
      expect(answer.rows).toEqual([{ id: 7 }]);
    } finally {
      await server.stop();
    }
  });

  test('a real Mosquitto carries a retained message over to a late subscriber', async ({ skip }) => {
    const reason = mosquittoMissingReason();
    if (reason !== null) skip(reason);
    const server = await startMosquitto();
    const client = await mqtt.connectAsync(server.url);
    try {
      await client.publishAsync('a/b', 'hello', { retain: true, qos: 1 });
      const received = new Promise<string>((resolve) => client.once('message', (_topic, payload) => resolve(payload.toString())));
      await client.subscribeAsync('a/b', { qos: 1 });
      expect(await received).toBe('hello');
    } finally {
      await client.endAsync(true);
      await server.stop();
    }
  });

  test('bytes written to one end of a PTY pair come out of the other', async ({ skip }) => {
    if (ptyMissingReason !== null) skip(ptyMissingReason);
    const pair = await openPtyPair();
    const station = await open(pair.stationPath, 'r+');
    try {
      await pair.send('BN-A03-2-15-K\r');
      const { buffer, bytesRead } = await station.read(Buffer.alloc(64), 0, 64);
      expect(buffer.subarray(0, bytesRead).toString()).toBe('BN-A03-2-15-K\r');
    } finally {
      await station.close();
      await pair.close();
    }
  });

  test('the proxy cuts, heals and blocks one direction', async () => {
    const echo = createServer((socket) => socket.on('error', () => undefined).pipe(socket));
    await new Promise<void>((resolve) => echo.listen(0, '127.0.0.1', resolve));
    const proxy = await startTcpProxy({ port: (echo.address() as AddressInfo).port });
    try {
      expect(await say(proxy.port, 'one')).toBe('one');
      proxy.cut();
      await expect(say(proxy.port, 'two')).rejects.toThrow();
      proxy.heal();
      expect(await say(proxy.port, 'three')).toBe('three');
      proxy.block('toClient');
      const silent = connect(proxy.port, '127.0.0.1');
      silent.write('four');
      await waitUntil('the blocked bytes to arrive upstream', () => proxy.byteCounts().toServer === 'onethreefour'.length);
      expect(proxy.byteCounts()).toEqual({ toServer: 12, toClient: 8 });
      silent.destroy();
    } finally {
      await proxy.close();
      echo.close();
    }
  });
});

/** Sends a text and waits for the echo. */
function say(port: number, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('error', reject);
    socket.once('close', () => reject(new Error('closed')));
    socket.once('data', (chunk) => {
      resolve(chunk.toString());
      socket.destroy();
    });
    socket.write(text);
  });
}
