import { asId } from '#shared/base/ids.ts';
import type { BridgeLinkClient } from '#shared/sync/createBridgeLink.ts';
import { openStationStore } from '#renderer/store/openStationStore.ts';

/** The host as the test has it: one function, called with the name of the call and its input. */
declare global {
  interface Window {
    callHost(name: string, input: unknown): Promise<unknown>;
  }
}

const calls = ['changes', 'snapshot', 'snapshotPage', 'openJournal', 'appendJournal', 'readJournal', 'withdrawJournal', 'pruneJournal'];
const client = {
  ...Object.fromEntries(calls.map((name) => [name, (input: unknown) => window.callHost(name, input ?? null)])),
  // Nothing is taken: what is committed stays pending.
  push: () => Promise.reject(new Error('offline')),
  news: () => new Promise(() => undefined),
} as unknown as BridgeLinkClient;

const session = openStationStore({
  siteId: asId('site-1'),
  stationId: asId('station-1'),
  client,
  readKey: async () => 'A'.repeat(43),
  clock: { nowMs: () => Date.now() },
  onBug: (error) => console.error(error),
});
let commits = 0;

/** What the test looks at and does. */
const station = {
  state: () => {
    const state = session.state();
    if (state.kind !== 'leading') return { ...state };
    const { pending, storageFault, phase } = state.store.status();
    return { kind: state.kind, pending, storageFault, phase };
  },
  takeOver: () => session.takeOver(),
  retry: () => session.retry(),
  async sync() {
    const state = session.state();
    if (state.kind === 'leading') await state.store.syncNow();
  },
  /** Records something; `beeped`, or the kind of the fault. */
  async commit() {
    const state = session.state();
    if (state.kind !== 'leading') return state.kind;
    commits += 1;
    const by = { operatorId: null, triggerId: `${performance.timeOrigin}-${commits}` };
    return state.store.commit([{ kind: 'signOut', payload: {} }], by).then(
      (outcome) => (outcome.ok ? 'beeped' : outcome.error.code),
      (error: Error & { readonly kind?: string }) => error.kind ?? error.message,
    );
  },
};
export type StoreWindow = typeof station;
Object.assign(window, { station });
