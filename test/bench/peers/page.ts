import { measureSubject } from '#test/bench/sync/measureSubject.ts';
import type { SubjectFigures, TimeBoxes } from '#test/bench/sync/subject.ts';
import { openHalfhour } from '#test/bench/sync/openHalfhour.ts';
import { openDexiePeer } from './openDexiePeer.ts';
import { openPouchPeer } from './openPouchPeer.ts';
import { openRawPeer } from './openRawPeer.ts';
import { openRxPeer } from './openRxPeer.ts';

const subjects = { halfhour: openHalfhour, raw: openRawPeer, dexie: openDexiePeer, rxdb: openRxPeer, pouchdb: openPouchPeer };

/** Called by the bench, once for each store, each time in a fresh page; `noteFigures` is the bench's, and hears what was measured so far. */
Object.assign(window, {
  measure: async (name: keyof typeof subjects, boxes: TimeBoxes) => {
    const { pages, dueFromMs } = await (await fetch('/site.json')).json();
    const note = (figures: SubjectFigures) => void (window as any).noteFigures(figures);
    return measureSubject({ subject: subjects[name](), pages, dueFromMs, boxes, note });
  },
});
