import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { chmodSync, chownSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { findProgram } from './findProgram.ts';
import { freePort } from './freePort.ts';
import { tempFolder } from './tempFolder.ts';
import { waitUntil } from './waitUntil.ts';

export type PostgresServer = {
  /** `postgres://...` of the first database. */
  readonly url: string;
  readonly port: number;
  /** Creates an empty database and returns its address: one for each test that wants a clean start. */
  createDatabase(name: string): Promise<string>;
  /** Ends the server as a power cut of the process would; `restart` recovers it. */
  kill(): Promise<void>;
  restart(): Promise<void>;
  stop(): Promise<void>;
};

/** Why PostgreSQL cannot be started on this machine, or null when it can. */
export function postgresMissingReason(): string | null {
  if (findServerPrograms() === null) return 'PostgreSQL (initdb, postgres) is not on this machine';
  return ownerForServer() === null ? 'PostgreSQL refuses to run as root and there is no other user to run it as' : null;
}

/** Starts a real PostgreSQL of its own in a temporary folder, on 127.0.0.1 and a free port, with `synchronous_commit=on`. */
export async function startPostgres(): Promise<PostgresServer> {
  const reason = postgresMissingReason();
  const programs = findServerPrograms();
  const owner = ownerForServer();
  if (reason !== null || programs === null || owner === null) throw new Error(reason ?? 'PostgreSQL is missing');
  const folder = tempFolder('halfhour-postgres-');
  chmodSync(folder.path, 0o755);
  if (owner.uid !== undefined) chownSync(folder.path, owner.uid, owner.gid ?? owner.uid);
  const dataFolder = path.join(folder.path, 'cluster');
  const made = spawnSync(programs.initdb, ['-D', dataFolder, '-U', 'halfhour', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'], {
    ...owner,
    cwd: folder.path,
    encoding: 'utf8',
  });
  if (made.status !== 0) throw new Error(`initdb failed: ${made.stderr}`);
  const port = await freePort();
  const urlOf = (database: string): string => `postgres://halfhour@127.0.0.1:${port}/${database}`;
  const words = ['-D', dataFolder, '-p', String(port), '-k', folder.path, '-c', 'listen_addresses=127.0.0.1', '-c', 'max_connections=60'];
  let child: ChildProcess | null = null;
  const start = async (): Promise<void> => {
    child = spawn(programs.postgres, words, { ...owner, cwd: folder.path, stdio: 'ignore' });
    await waitUntil('PostgreSQL', () => runStatement(urlOf('postgres'), 'select 1').then(() => true), { timeoutMs: 30_000 });
  };
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    const running = child;
    child = null;
    if (running === null || running.exitCode !== null) return;
    const exited = new Promise<void>((resolve) => running.once('exit', () => resolve()));
    running.kill(signal);
    await exited;
  };
  await start();
  return {
    url: urlOf('postgres'),
    port,
    createDatabase: async (name) => {
      await runStatement(urlOf('postgres'), `create database "${name.replaceAll('"', '')}"`);
      return urlOf(name);
    },
    kill: () => end('SIGKILL'),
    restart: async () => {
      await end('SIGINT');
      await start();
    },
    stop: async () => {
      await end('SIGINT');
      folder.remove();
    },
  };
}

function findServerPrograms(): { readonly initdb: string; readonly postgres: string } | null {
  const initdb = findProgram(['initdb']);
  const postgres = findProgram(['postgres']);
  return initdb === null || postgres === null ? null : { initdb, postgres };
}

/** The user to run the server as: this one, or `postgres` (else `nobody`) when this one is root. */
function ownerForServer(): { readonly uid?: number; readonly gid?: number } | null {
  if (process.getuid?.() !== 0) return {};
  for (const name of ['postgres', 'nobody']) {
    const uid = spawnSync('id', ['-u', name], { encoding: 'utf8' });
    const gid = spawnSync('id', ['-g', name], { encoding: 'utf8' });
    if (uid.status === 0 && gid.status === 0) return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
  }
  return null;
}

async function runStatement(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
