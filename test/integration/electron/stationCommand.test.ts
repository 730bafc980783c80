import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import type { ContractRouterClient } from '@orpc/contract';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import type { bridgeContract } from '#shared/features/bridgeContract.ts';
import { someCommands } from '#test/support/host/someCommands.ts';
import { tempFolder, type TempFolder } from '#test/support/tempFolder.ts';

let folder: TempFolder;
const children: ChildProcess[] = [];

beforeEach(() => {
  folder = tempFolder();
});

afterEach(async () => {
  for (const child of children.splice(0)) await end(child, 'SIGKILL');
  folder.remove();
});

function run(...words: string[]) {
  const child = spawn(process.execPath, ['--import', 'tsx', 'electron/headless/main.ts', ...words], { stdio: ['ignore', 'pipe', 'pipe'] });
  children.push(child);
  return child;
}

const runHere = (...words: string[]) =>
  run('--data', folder.path, '--port', '0', '--platform', 'http://127.0.0.1:9', '--json', '--log', 'error', ...words);

const end = (child: ChildProcess, signal: NodeJS.Signals) =>
  new Promise<number | null>((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve(child.exitCode);
    child.once('exit', (exitCode) => resolve(exitCode));
    child.kill(signal);
  });

const ended = async (child: ChildProcess) => {
  let text = '';
  child.stdout?.on('data', (chunk: Buffer) => (text += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (text += chunk.toString()));
  const exitCode = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { exitCode, text };
};

const firstLine = (child: ChildProcess) =>
  new Promise<{ readonly url: string }>((resolve) => {
    if (child.stdout) createInterface({ input: child.stdout }).once('line', (line) => resolve(JSON.parse(line) as { url: string }));
  });

function connect(url: string) {
  const { host, hash } = new URL(url);
  const socket = new WebSocket(`ws://${host}/bridge`, ['halfhour', hash.replace('#pair=', '')]);
  const client: ContractRouterClient<typeof bridgeContract> = createORPCClient(new RPCLink({ websocket: socket as never }));
  return { client, socket };
}

describe('station command', () => {
  it('[HL11] what was journalled and scanned outlives a kill', async () => {
    const first = runHere();
    const before = connect((await firstLine(first)).url);
    await before.client.platformLink.appendJournal({ commands: someCommands(3) });
    await before.client.devices.submitWedgeScan({ text: 'A1' });
    before.socket.on('error', () => {});
    await end(first, 'SIGKILL');
    const second = runHere();
    const { client, socket } = connect((await firstLine(second)).url);
    const { commands } = await client.platformLink.readJournal({ outboxId: null });
    const scans = await client.devices.scans();
    const scan = await scans.next();
    expect([commands.length, scan.done === false && scan.value.text, scan.done === false && scan.value.scanNo]).toEqual([3, 'A1', 1]);
    socket.terminate();
    expect(await end(second, 'SIGTERM')).toBe(0);
  });

  it('[HL11] a second station on the same folder ends with a sentence', async () => {
    const first = runHere();
    await firstLine(first);
    const { exitCode, text } = await ended(runHere());
    expect([exitCode, text]).toEqual([1, expect.stringContaining(`in use by process ${first.pid}`)]);
    expect(await end(first, 'SIGINT')).toBe(0);
  });
});
