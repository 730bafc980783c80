import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';

/** What the platform counts, as Prometheus text. */
export type Metrics = {
  readonly registry: Registry;
  request(method: string, route: string, status: number, seconds: number): void;
  command(kind: string, outcome: string): void;
  /** A site's sequence moved: one commit, of one command or of many. */
  commit(): void;
  malformed(where: string): void;
  imported(kind: string, rows: number): void;
  workerRun(worker: string, seconds: number, isFailed: boolean): void;
};

/** Numbers read when the page is asked for. */
export type Gauges = { readonly [name: string]: { readonly help: string; read(): number | Promise<number> } };

/** Builds a registry of its own, so that several platforms can live in one process. */
export function createMetrics(gauges: Gauges): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const requests = new Histogram({
    name: 'halfhour_request_seconds',
    help: 'Time to answer a request',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.02, 0.05, 0.1, 0.3, 1, 3, 10],
    registers,
  });
  const commands = new Counter({
    name: 'halfhour_commands_total',
    help: 'Commands taken, by outcome',
    labelNames: ['kind', 'outcome'],
    registers,
  });
  const commits = new Counter({ name: 'halfhour_commits_total', help: 'Commits that moved a site', registers });
  const malformed = new Counter({
    name: 'halfhour_malformed_total',
    help: 'Requests and messages refused for their shape, size or token',
    labelNames: ['where'],
    registers,
  });
  const imported = new Counter({ name: 'halfhour_imported_rows_total', help: 'Rows written by imports', labelNames: ['kind'], registers });
  const workers = new Histogram({
    name: 'halfhour_worker_seconds',
    help: 'Time of one run of a background worker',
    labelNames: ['worker', 'outcome'],
    buckets: [0.01, 0.1, 1, 10],
    registers,
  });
  for (const [name, gauge] of Object.entries(gauges)) {
    new Gauge({
      name,
      help: gauge.help,
      registers,
      async collect() {
        this.set(await gauge.read());
      },
    });
  }
  return {
    registry,
    request: (method, route, status, seconds) => requests.observe({ method, route, status: String(status) }, seconds),
    command: (kind, outcome) => commands.inc({ kind, outcome }),
    commit: () => commits.inc(),
    malformed: (where) => malformed.inc({ where }),
    imported: (kind, rows) => imported.inc({ kind }, rows),
    workerRun: (worker, seconds, isFailed) => workers.observe({ worker, outcome: isFailed ? 'failed' : 'done' }, seconds),
  };
}
