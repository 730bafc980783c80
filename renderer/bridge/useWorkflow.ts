import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { WorkWanted } from '#shared/features/link/linkAtWork.ts';
import type { Command } from '#shared/model/command/command.ts';
import type { RecordKind } from '#shared/model/records.ts';
import type { Message, SheetAction, WorkflowInput, WorkflowStep } from '#shared/model/workflow/workflow.ts';
import { type StationTools, useStation } from './StationContext.tsx';

/** The pure parts of a screen's workflow. Must be stable (module functions or memoised). */
export type WorkflowParts<S> = {
  readonly name: string;
  start(tools: StationTools): S;
  step(state: S, input: WorkflowInput, tools: StationTools): WorkflowStep<S>;
  settle(state: S, commands: readonly Command[], tools: StationTools): S;
  held(state: S): Message | null;
  isBusy(state: S): boolean;
  /** The items somebody may hold now. */
  wanted?(state: S, tools: StationTools): WorkWanted;
  /** Kinds whose changes from elsewhere move the state on. */
  readonly kinds: readonly RecordKind[];
};

const wantsNothing: WorkWanted = { skuIds: [], orderId: null };

/** Runs a workflow on this screen: inputs come through the station's queue, never directly. */
export function useWorkflow<S>(
  parts: WorkflowParts<S>,
  firstState: S | null = null,
): { state: S; act: (action: SheetAction, argument?: string | null) => void } {
  const station = useStation();
  const [state, setState] = useState<S>(() => firstState ?? parts.start(requireTools(station.tools())));
  const current = useRef(state);
  const put = useCallback((next: S) => {
    // The records changed, but nothing that matters here: the screen is as it should be.
    if (isSameState(current.current, next)) return;
    current.current = next;
    setState(next);
  }, []);
  useLayoutEffect(
    () =>
      station.runner.activate({
        name: parts.name,
        step: (input) => parts.step(current.current, input, requireTools(station.tools())),
        settle(next, commands, isReplay) {
          const tools = requireTools(station.tools());
          put(isReplay ? parts.start(tools) : parts.settle(next as S, commands, tools));
        },
        held: () => parts.held(current.current),
        isBusy: () => parts.isBusy(current.current),
        wanted: () => parts.wanted?.(current.current, requireTools(station.tools())) ?? wantsNothing,
      }),
    [station, parts, put],
  );
  useEffect(
    () =>
      station.store.onChange((change) => {
        if (!parts.kinds.some((kind) => change.has(kind))) return;
        // After the input being worked on has settled its own state.
        void station.runner.idle().then(() => put(parts.settle(current.current, [], requireTools(station.tools()))));
      }),
    [station, parts, put],
  );
  const act = useCallback(
    (action: SheetAction, argument: string | null = null) => station.runner.submit({ kind: 'act', action, argument }),
    [station],
  );
  return { state, act };
}

/** Whether two states hold the same things: they are made anew at every step, their parts are not. */
function isSameState(one: unknown, other: unknown): boolean {
  if (Object.is(one, other)) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false;
  const names = Object.keys(one);
  return names.length === Object.keys(other).length && names.every((name) => Object.is(Reflect.get(one, name), Reflect.get(other, name)));
}

function requireTools(tools: StationTools | null): StationTools {
  if (tools === null) throw new Error('a workflow screen was opened before the site was loaded');
  return tools;
}
