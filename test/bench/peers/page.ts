import { measureSubject } from '#test/bench/sync/measureSubject.ts';
import { openHalfhour } from '#test/bench/sync/openHalfhour.ts';
import { openDexiePeer } from './openDexiePeer.ts';
import { openPouchPeer } from './openPouchPeer.ts';
import { openRawPeer } from './openRawPeer.ts';
import { openRxPeer } from './openRxPeer.ts';

const subjects = { halfhour: openHalfhour, raw: openRawPeer, dexie: openDexiePeer, rxdb: openRxPeer, pouchdb: openPouchPeer };

/** Called by the bench, once for each store, each time in a fresh page. */
Object.assign(window, {
  measure: async (name: keyof typeof subjects, loadBoxMs: number) => {
    const { pages, dueFromMs } = await (await fetch('/site.json')).json();
    return measureSubject(subjects[name](), pages, dueFromMs, loadBoxMs);
  },
});
