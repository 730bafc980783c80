import { StorageFault } from '#shared/ports/recordStorage.ts';
import type { PositionRow, StationDatabase, WriterRow } from './stationDatabase.ts';

/** Of a database without a copy of the site. */
export const nowhere: PositionRow = { name: 'position', epoch: null, cursor: 0, generation: 0 };

/** Where the copy stands, which snapshot is in force and how its records look. */
export async function positionOf(database: StationDatabase): Promise<PositionRow> {
  return ((await database.meta.get('position')) as PositionRow | undefined) ?? nowhere;
}

/** The position, for a transaction that writes; it is aborted when another window writes now. */
export async function positionAsWriter(database: StationDatabase, writerId: string): Promise<PositionRow> {
  const [position, writer] = await Promise.all([positionOf(database), database.meta.get('writer')]);
  if ((writer as WriterRow | undefined)?.writerId !== writerId) throw anotherWriter();
  return position;
}

/** Makes this the one storage that may write: what an older window still tries is turned away. */
export async function signAsWriter(database: StationDatabase, writerId: string): Promise<void> {
  await database.transaction('rw', [database.meta, database.outboxHead], async () => {
    await Promise.all([database.meta.put({ name: 'writer', writerId }), database.outboxHead.put({ name: 'writer', writerId })]);
  });
}

/** Another window has opened the database: this one must not write any more. */
export function anotherWriter(): StorageFault {
  return new StorageFault('closed', 'another window has opened the database');
}
