import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { command as commandSchema, isClaim } from '#shared/model/command/command.ts';
import { recordSchemas } from '#shared/model/records.ts';
import { stockMove } from '#shared/model/stock/stock.ts';
import { type ChaosStep, chaosDrafts, chaosStep } from '#test/support/rulesChaos.ts';
import { addLot, addStock, createRulesSite } from '#test/support/rulesSite.ts';
import type { RulesWorld } from '#test/support/rulesWorld.ts';

function createChaoticSite(): RulesWorld {
  return createRulesSite((world) => {
    addLot(world, 'milk-held', 'milk', '2026-03-30', 'held');
    addStock(world, 'milk', 'b4', 2, 'milk-held');
    addStock(world, 'bread', 'b7', 2, null, 'hold');
  });
}

/** Runs the steps; after each command the books must hold and what was written must be well formed. */
function runChaos(steps: readonly ChaosStep[]): void {
  const world = createChaoticSite();
  for (const step of steps) {
    if (step.kind === 'time') world.nowMs += step.deltaMs;
    for (const draft of chaosDrafts(world, step)) {
      const operatorId = step.kind === 'command' && (step.numbers[7] ?? 0) > 8 ? 'op2' : 'op1';
      const result = world.send(draft, { operatorId, stationId: operatorId === 'op2' ? 'st2' : 'st1' });
      if (!result.ok) {
        expect(isClaim(draft.kind), `${draft.kind} refused ${result.error.code}`).toBe(true);
        continue;
      }
      for (const write of result.value.writes)
        expect(recordSchemas[write.kind].safeParse(write.row).error, `${draft.kind} wrote ${write.kind}`).toBeUndefined();
      for (const move of result.value.moves) expect(stockMove.safeParse(move).error).toBeUndefined();
      expect(world.violations(), `after ${JSON.stringify(draft)}`).toEqual([]);
    }
  }
}

test('[SK11] whatever is sent in whatever order: nothing throws, no fact is refused, the books hold after every command', () => {
  fc.assert(
    fc.property(fc.array(chaosStep, { minLength: 5, maxLength: 60, size: 'max' }), (steps) => runChaos(steps)),
    { numRuns: 250, interruptAfterTimeLimit: 8_000, markInterruptAsFailure: false },
  );
}, 30_000);

test('the chaos sends only commands that the wire would take', () => {
  fc.assert(
    fc.property(chaosStep, (step) => {
      for (const draft of chaosDrafts(createChaoticSite(), step)) {
        const envelope = { id: 'c1', stationId: 's', outboxId: 'o', stationSeq: 1, operatorId: null, atMs: 1 };
        expect(commandSchema.safeParse({ ...envelope, ...draft }).error).toBeUndefined();
      }
    }),
    { numRuns: 200 },
  );
});
