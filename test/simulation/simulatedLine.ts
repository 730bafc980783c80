import type { OutboxId } from '#shared/base/ids.ts';
import { type Prng, nextInt } from '#shared/base/prng.ts';
import type { Command } from '#shared/model/command/command.ts';
import type { CommandJournal } from '#shared/ports/commandJournal.ts';
import { LinkFault, type PlatformLink } from '#shared/ports/platformLink.ts';
import type { Life } from './simulatedDisk.ts';
import type { CentralCalls, SimulatedCentral } from './simulatedCentral.ts';
import { never, type VirtualTime } from './virtualTime.ts';

/** The host gives up on an answer after this. */
const timeoutMs = 10_000;
/** News that come together are told once. */
const newsGatherMs = 250;

/** The state of a station's way to the platform; counters, because troubles overlap. */
export type LineState = {
  cutAll: number;
  cutUp: number;
  cutDown: number;
  hostDown: number;
  readonly bad: { readonly dropShare: number; readonly duplicateShare: number; readonly slowMs: number }[];
};

/** A good line. */
export function createLineState(): LineState {
  return { cutAll: 0, cutUp: 0, cutDown: 0, hostDown: 0, bad: [] };
}

type Ports = { readonly line: LineState; readonly life: Life; readonly time: VirtualTime; readonly prng: Prng };

/** A page's link to the platform over its host: messages take time, get lost, come twice, late and in another order. */
export function createSimulatedLink(central: SimulatedCentral, calls: CentralCalls, ports: Ports): PlatformLink {
  const ask = async <T>(run: () => T): Promise<T> => {
    if (!ports.life.isAlive) return never();
    const outcome = await carry(central, run, ports);
    if (!ports.life.isAlive) return never();
    if (outcome.kind === 'fault') throw new LinkFault(outcome.fault, 'simulated');
    return outcome.answer;
  };
  return {
    push: (request) => ask(() => calls.push(request)),
    relay: (request) => ask(() => (central.knowsRelay ? calls.relay(request) : null)),
    changes: (afterSeq, limit) => ask(() => calls.changes(afterSeq, limit)),
    snapshot: () => ask(() => calls.snapshot()),
    snapshotPage: (hash) =>
      ask(() => {
        const page = calls.snapshotPage(hash);
        if (page === null) throw new LinkFault('badAnswer', 'no such page');
        return page;
      }),
    onNews: (use) => followNews(central, use, ports),
  };
}

type Outcome<T> = { readonly kind: 'answer'; readonly answer: T } | { readonly kind: 'fault'; readonly fault: LinkFault['kind'] };

async function carry<T>(central: SimulatedCentral, run: () => T, { line, time, prng }: Ports): Promise<Outcome<T>> {
  const bad = line.bad.at(-1) ?? { dropShare: 0, duplicateShare: 0, slowMs: 0 };
  const travelMs = () => nextInt(prng, 4, 30) + (bad.slowMs > 0 ? nextInt(prng, 0, bad.slowMs) : 0);
  const isLost = () => prng.next() < bad.dropShare;
  if (line.cutAll > 0 || line.hostDown > 0) {
    await time.sleep(20);
    return { kind: 'fault', fault: 'offline' };
  }
  if (line.cutUp > 0 || isLost()) {
    await time.sleep(timeoutMs);
    return { kind: 'fault', fault: 'timeout' };
  }
  if (prng.next() < bad.duplicateShare) time.after(nextInt(prng, 1, 30_000), () => central.isUp() && ignoreFault(run));
  await time.sleep(travelMs());
  if (!central.isUp()) {
    await time.sleep(travelMs());
    return { kind: 'fault', fault: 'offline' };
  }
  let answer: T;
  try {
    answer = run();
  } catch {
    await time.sleep(travelMs());
    return { kind: 'fault', fault: 'badAnswer' };
  }
  const backMs = travelMs();
  await time.sleep(backMs);
  if (line.cutDown > 0 || line.cutAll > 0 || line.hostDown > 0 || isLost()) {
    await time.sleep(timeoutMs);
    return { kind: 'fault', fault: 'timeout' };
  }
  return { kind: 'answer', answer };
}

function ignoreFault(run: () => unknown): void {
  try {
    run();
  } catch {
    // A message that comes late finds a platform that does not want it.
  }
}

function followNews(central: SimulatedCentral, use: (headSeq: number) => void, { line, life, time, prng }: Ports): () => void {
  let isTelling = false;
  let isFollowing = true;
  const stop = central.onChanged(() => {
    if (isTelling || !life.isAlive) return;
    isTelling = true;
    time.after(newsGatherMs + nextInt(prng, 0, 50), () => {
      isTelling = false;
      const isThrough = line.cutAll + line.cutDown + line.hostDown === 0 && central.isUp();
      if (isFollowing && life.isAlive && isThrough) use(central.headSeq());
    });
  });
  return () => {
    isFollowing = false;
    stop();
  };
}

/** What a host's journal has on its disk. */
export type JournalContent = Map<OutboxId, Map<number, Command>>;

/** A host's journal as one page sees it; what was sent to it arrives even when the page is killed. */
export function openSimulatedJournal(content: JournalContent, { line, life, time }: Ports): CommandJournal {
  const ask = async <T>(run: () => T): Promise<T> => {
    if (!life.isAlive) return never();
    await time.sleep(1);
    if (line.hostDown > 0) throw new Error('the host is away');
    const answer = run();
    await time.sleep(3);
    return life.isAlive ? answer : never();
  };
  return {
    open: (outboxId) => ask(() => inOrder(content.get(outboxId) ?? new Map())),
    append: (commands) => ask(() => append(content, commands)),
    read: (outboxId) => ask(() => [...content].filter(([id]) => outboxId === null || id === outboxId).flatMap(([, kept]) => inOrder(kept))),
    withdraw: (outboxId, fromSeq) => ask(() => withdraw(content.get(outboxId), fromSeq)),
    prune: (outboxId, throughSeq) =>
      ask(() => {
        const kept = content.get(outboxId);
        for (const seq of [...(kept?.keys() ?? [])]) if (seq <= throughSeq) kept?.delete(seq);
        if (kept?.size === 0) content.delete(outboxId);
      }),
  };
}

function append(content: JournalContent, commands: readonly Command[]): void {
  for (const command of commands) {
    const kept = content.get(command.outboxId) ?? new Map<number, Command>();
    content.set(command.outboxId, kept);
    const there = kept.get(command.stationSeq);
    if (there?.id === command.id) continue;
    if (there !== undefined) withdraw(kept, command.stationSeq);
    kept.set(command.stationSeq, command);
  }
}

function withdraw(kept: Map<number, Command> | undefined, fromSeq: number): void {
  for (const seq of [...(kept?.keys() ?? [])]) if (seq >= fromSeq) kept?.delete(seq);
}

function inOrder(kept: ReadonlyMap<number, Command>): Command[] {
  return [...kept.values()].toSorted((a, b) => a.stationSeq - b.stationSeq);
}
