import type { OutboxId } from '#shared/base/ids.ts';
import { isClaim, type Command } from '#shared/model/command/command.ts';
import { LinkFault } from '#shared/ports/platformLink.ts';
import {
  maxCommandsPerPush,
  syncProtocolVersion,
  type CommandResult,
  type PushResponse,
  type RelayResponse,
} from '#shared/wire/platform/syncMessages.ts';
import { inRelayOrder, planRelay, type PushBatch } from './planRelay.ts';
import { addRefused, removeRefused } from './refusedClaims.ts';
import { SyncFault, takePlatformRows, type StoreCore } from './storeCore.ts';
import { broughtByOthers, withoutHeld, yieldRelay, type HeldOutboxes } from './yieldRelay.ts';

/** Gap answers in one push before it counts as going round in circles. */
const maxGaps = 5;

/**
 * Sends everything the platform has not answered, in dense order, and of other stations' commands those that ours rest on
 * or that have been waiting for long. Throws LinkFault, SyncFault or StorageFault.
 */
export async function pushPending(core: StoreCore): Promise<void> {
  const unsendable = new Set<OutboxId>();
  const relaying = { gaps: 0, isKnown: true };
  let held: HeldOutboxes = {};
  let hasYielded = false;
  for (;;) {
    const relayBeforeMs = core.options.clock.nowMs() - core.limits.relayAfterMs;
    const waiting = withoutHeld(core.pending.merged(), core.newEpoch === null ? held : {});
    const batches = planRelay(waiting, relayBeforeMs, unsendable);
    if (batches.length === 0) return;
    const news = hasYielded ? null : await yieldRelay(core, batches);
    if (news !== null) {
      hasYielded = true;
      held = news;
      const brought = broughtByOthers(core, held);
      if (brought.length > 0)
        await pushCommands(
          core,
          core.outboxId,
          brought.map(({ entry }) => entry.command),
        );
      continue;
    }
    await withAnswers(core, async (answers) => {
      if (relaying.isKnown && batches.some(({ isForeign }) => isForeign)) {
        const parts = inRelayOrder(waiting, batches, maxCommandsPerPush);
        relaying.isKnown = await relayTogether(core, parts, { answers, unsendable, relaying });
        if (relaying.isKnown) return;
      }
      for (const batch of batches) {
        if (!batch.isForeign) await sendCommands(core, core.outboxId, batch.commands, answers);
        else if (!unsendable.has(batch.outboxId) && !(await relayCommands(core, batch, answers))) unsendable.add(batch.outboxId);
      }
    });
  }
}

type Taken = Extract<PushResponse | RelayResponse, { status: 'taken' }>;

/** The platform's answers to some pushes; noted together, since each noting looks at everything that waits. */
type Answers = { add(sent: readonly Command[], response: Taken): void };

/** Sends, then notes what was answered, also where sending broke off. Answers of an epoch that is over by then do not count. */
async function withAnswers(core: StoreCore, send: (answers: Answers) => Promise<void>): Promise<void> {
  let epoch: string | null = null;
  let commands: Command[] = [];
  let results = new Map<string, CommandResult>();
  try {
    await send({
      add(sent, response) {
        if (response.epoch !== epoch) {
          commands = [];
          results = new Map();
        }
        ({ epoch } = response);
        core.newsSeq = Math.max(core.newsSeq, response.headSeq);
        for (const [id, result] of checkedResults(sent, response)) results.set(id, result);
        commands.push(...sent);
      },
    });
  } finally {
    if (commands.length > 0 && (core.newEpoch === null || core.newEpoch === epoch)) await takeResults(core, commands, results);
  }
}

type Relaying = {
  readonly answers: Answers;
  readonly unsendable: Set<OutboxId>;
  /** Times the platform asked for earlier numbers of ours. */
  readonly relaying: { gaps: number };
};

/**
 * Brings commands of several stations in the order in which all of them decided. Ends early where an outbox holds the others up; it is noted
 * as one that cannot be sent or, where it is ours, brought up to date. False when the platform is too old for it; nothing was sent then.
 */
async function relayTogether(
  core: StoreCore,
  parts: readonly (readonly Command[])[],
  { answers, unsendable, relaying }: Relaying,
): Promise<boolean> {
  for (const part of parts) {
    const response = await core.options.link.relay({ protocolVersion: syncProtocolVersion, commands: [...part] });
    if (response === null) return false;
    noteEpoch(core, response.epoch);
    if (response.status === 'taken') {
      answers.add(part, response);
      continue;
    }
    for (const { outboxId, reason, atSeq } of response.outboxes) {
      if (outboxId !== core.outboxId) unsendable.add(outboxId);
      else if (reason === 'clone') throw cloned(atSeq);
      else {
        relaying.gaps += 1;
        const left = part.filter((command) => command.outboxId === outboxId);
        const all = await fromNumber(core, outboxId, atSeq, left, relaying.gaps);
        await sendCommands(core, outboxId, all.slice(0, -left.length), answers);
      }
    }
    return true;
  }
  return true;
}

function cloned(atSeq: number): SyncFault {
  return new SyncFault('clone', `number ${atSeq} was used by another copy of this station`);
}

/**
 * Brings commands of another station to the platform. False when some must wait: it lacks earlier ones, which only their station
 * has, or we have not heard some in between.
 */
async function relayCommands(core: StoreCore, { outboxId, commands }: PushBatch, answers: Answers): Promise<boolean> {
  const whole = denseStart(commands);
  for (let from = 0; from < whole.length; from += maxCommandsPerPush) {
    const sent = whole.slice(from, from + maxCommandsPerPush);
    const response = await core.options.link.push({ protocolVersion: syncProtocolVersion, outboxId, commands: sent });
    if (response.status === 'clone') return false;
    noteEpoch(core, response.epoch);
    if (response.status === 'gap') return false;
    answers.add(sent, response);
  }
  return whole.length === commands.length;
}

/** The commands from the first on that are numbered without gaps. */
function denseStart(commands: readonly Command[]): readonly Command[] {
  const firstSeq = commands[0]!.stationSeq;
  const hole = commands.findIndex((command, index) => command.stationSeq !== firstSeq + index);
  return hole < 0 ? commands : commands.slice(0, hole);
}

/**
 * Sends commands of one outbox until the platform has all of them, going back as far as it asks. A push has no holes; where a command
 * is missing between others (a refused one leaves the outbox at once, the answers to those before it may have been forgotten) a new
 * push begins.
 */
export function pushCommands(core: StoreCore, outboxId: OutboxId, commands: readonly Command[]): Promise<void> {
  return withAnswers(core, (answers) => sendCommands(core, outboxId, commands, answers));
}

async function sendCommands(core: StoreCore, outboxId: OutboxId, commands: readonly Command[], answers: Answers): Promise<void> {
  let left = commands;
  for (let gaps = 0; left.length > 0;) {
    const sent = denseStart(left).slice(0, maxCommandsPerPush);
    const response = await core.options.link.push({ protocolVersion: syncProtocolVersion, outboxId, commands: [...sent] });
    if (response.status === 'clone') throw cloned(response.atSeq);
    noteEpoch(core, response.epoch);
    if (response.status === 'gap') {
      gaps += 1;
      left = await fromNumber(core, outboxId, response.expectedSeq, left, gaps);
      continue;
    }
    answers.add(sent, response);
    left = left.slice(sent.length);
  }
}

/** The platform may have been restored: what it answered before does not count any more. */
export function noteEpoch(core: StoreCore, epoch: string): void {
  if (core.position.epoch === null || epoch === (core.newEpoch ?? core.position.epoch)) return;
  core.newEpoch = epoch;
  core.newsSeq = 0;
  core.pending.setResults((entry) => (entry.result ? { ...entry, result: null } : entry));
}

/** The commands from `expectedSeq` on: from the outbox where it still has them, else from the host's journal. */
async function fromNumber(
  core: StoreCore,
  outboxId: OutboxId,
  expectedSeq: number,
  left: readonly Command[],
  gaps: number,
): Promise<readonly Command[]> {
  const firstSeq = left[0]!.stationSeq;
  if (gaps > maxGaps) throw new SyncFault('gap', `the platform keeps asking for number ${expectedSeq}`);
  if (expectedSeq >= firstSeq)
    throw new LinkFault('badAnswer', `the platform misses number ${expectedSeq} although it was sent ${firstSeq}`);
  const known = new Map<number, Command>();
  if (outboxId === core.outboxId) for (const { entry } of core.pending.list()) known.set(entry.stationSeq, entry.command);
  const isMissing = () => Array.from({ length: firstSeq - expectedSeq }, (_, index) => expectedSeq + index).some((seq) => !known.has(seq));
  if (isMissing()) for (const command of (await core.journal.read(outboxId)) ?? []) known.set(command.stationSeq, command);
  if (isMissing()) throw new SyncFault('gap', `the platform asks for number ${expectedSeq}, which is kept nowhere`);
  const earlier = Array.from({ length: firstSeq - expectedSeq }, (_, index) => known.get(expectedSeq + index)!);
  return [...earlier, ...left];
}

/** The answer to each command sent. Throws LinkFault where one is missing or makes no sense. */
function checkedResults(sent: readonly Command[], response: Taken): ReadonlyMap<string, CommandResult> {
  const results = new Map<string, CommandResult>(response.results.map((result) => [result.commandId, result]));
  for (const command of sent) {
    const result = results.get(command.id);
    if (!result) throw new LinkFault('badAnswer', `no answer for command ${command.id}`);
    if (result.outcome === 'refused' && !isClaim(command.kind))
      throw new LinkFault('badAnswer', `the platform refused the fact ${command.id}`);
  }
  return results;
}

async function takeResults(core: StoreCore, sent: readonly Command[], results: ReadonlyMap<string, CommandResult>): Promise<void> {
  await core.queue.run(async () => {
    const isRefused = (command: Command) => results.get(command.id)!.outcome === 'refused';
    const own = sent.filter((command) => command.stationId === core.options.stationId);
    for (const command of own) {
      // Told as refused in favour of another station, which the platform then saw otherwise.
      if (!isRefused(command)) await removeRefused(core, command.id);
    }
    const refused = own.filter((command) => isRefused(command) && !core.overtaken.has(command.id));
    for (const command of own) core.overtaken.delete(command.id);
    if (refused.length > 0) {
      const atMs = core.options.clock.nowMs();
      await addRefused(
        core,
        refused.map((command) => ({ command, refusal: results.get(command.id)!.refusal ?? { code: 'NOT_PERMITTED', params: {} }, atMs })),
      );
    }
    core.pending.setResults((entry) => {
      const result = results.get(entry.command.id);
      return result ? { ...entry, result } : entry;
    });
    await takePlatformRows(core, core.position, [], new Set(sent.filter(isRefused).map((command) => command.id)));
  });
}
