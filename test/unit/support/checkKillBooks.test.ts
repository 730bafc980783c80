import { expect, it } from 'vitest';
import { checkKillBooks } from '#test/bench/kill/checkKillBooks.ts';
import { testSkuIds } from '#test/support/testSite.ts';

const unitsPerBin = 100;

/** The log of two picks for two orders, and books as they should be. */
function createBooks() {
  const pickOf = (no: number) => ({
    command_id: `command-${no}`,
    outbox_id: 'outbox',
    station_seq: no,
    kind: 'pickLine',
    outcome: 'applied',
    body: {
      triggerId: `scan:${no}`,
      payload: { orderId: `order-${no}`, lineNo: 1, toteId: `tote-${no}`, binId: 'bin', quantity: 1 },
    },
  });
  const moveOf = (no: number) => ({
    commandId: `command-${no}`,
    skuId: 'sku',
    lotId: null,
    quantity: 1,
    from: { kind: 'bin', stockId: 'sku|bin|-|available' } as const,
    to: { kind: 'tote', toteId: `tote-${no}` } as const,
  });
  const received = { ...moveOf(0), quantity: unitsPerBin, from: { kind: 'outside', reason: 'received' }, to: moveOf(0).from } as const;
  const orderOf = (no: number, pickedQuantity: number) => {
    const line = { lineNo: 1, orderedQuantity: 1, pickedQuantity, packedQuantity: 0, shortQuantity: 0, skuId: 'sku' };
    return { kind: 'order', body: { id: `order-${no}`, channelOrderId: `${no}`, timeline: [], lines: [line] } };
  };
  const toteOf = (no: number, quantity = 1) => {
    return { kind: 'tote', body: { id: `tote-${no}`, contents: [{ skuId: 'sku', lotId: null, quantity }] } };
  };
  const stockOf = (quantity: number) => {
    const row = { id: 'sku|bin|-|available', skuId: testSkuIds.water, binId: 'bin', quantity, allocated: 0 };
    return { kind: 'stock', body: row };
  };
  return {
    log: [pickOf(1), pickOf(2)],
    moves: [received, moveOf(1), moveOf(2)] as (typeof received | ReturnType<typeof moveOf>)[],
    records: [orderOf(1, 1), orderOf(2, 1), toteOf(1), toteOf(2), stockOf(unitsPerBin - 2)] as { kind: string; body: object }[],
    ...{ pickOf, moveOf, orderOf, toteOf, stockOf },
  };
}

function check({ log, moves, records }: Pick<ReturnType<typeof createBooks>, 'log' | 'moves' | 'records'>, heard: readonly string[]) {
  const query = <Row>() => Promise.resolve([{ log, moves, records }] as Row[]);
  return checkKillBooks(query, heard, unitsPerBin);
}

it('books that are the sum of what was heard have no finding', async () => {
  expect(await check(createBooks(), ['command-1', 'command-2'])).toEqual({ lost: [], doubled: [], wrong: [], units: 2 });
});

it('a command that was heard and is not in the log is lost', async () => {
  expect((await check(createBooks(), ['command-1', 'command-3'])).lost).toEqual(['command-3']);
});

it('one scan that became two commands is doubled, although every book agrees with both', async () => {
  const books = createBooks();
  books.log[1]!.body.triggerId = 'scan:1';
  expect((await check(books, [])).doubled).toEqual(['scan scan:1: 2 times']);
});

it('errors that make up for each other are seen, each in its place', async () => {
  const books = createBooks();
  books.records.splice(0, 2, books.orderOf(1, 2), books.orderOf(2, 0));
  books.moves.splice(1, 2, books.moveOf(1), books.moveOf(1));
  expect((await check(books, [])).wrong).toEqual(
    expect.arrayContaining([
      'move command-1 bin tote-1 1: 2 instead of 1',
      'move command-2 bin tote-2 1: 0 instead of 1',
      'place line order-1 1: 2 instead of 1',
      'place line order-2 1: 0 instead of 1',
    ]),
  );
});

it('units that were packed lie in the parcel and no longer in the tote', async () => {
  const books = createBooks();
  const payload = { orderId: 'order-1', lineNo: 1, toteId: 'tote-1', parcelId: 'parcel', quantity: 1 };
  const pick = books.pickOf(3);
  const pack = { ...pick, kind: 'packItem', body: { ...pick.body, payload } };
  const move = { ...books.moveOf(3), from: { kind: 'tote', toteId: 'tote-1' }, to: { kind: 'parcel', parcelId: 'parcel' } };
  const order = books.orderOf(1, 1);
  order.body.lines[0]!.packedQuantity = 1;
  const parcel = { kind: 'parcel', body: { id: 'parcel', orderId: 'order-1', contents: books.toteOf(1).body.contents } };
  const empty = { kind: 'tote', body: { ...books.toteOf(1).body, contents: [] } };
  const log = [...books.log, pack] as typeof books.log;
  const moves = [...books.moves, move] as typeof books.moves;
  const packed = [order, books.orderOf(2, 1), empty, books.toteOf(2), parcel, books.stockOf(unitsPerBin - 2)];
  expect(await check({ log, moves, records: packed }, [])).toEqual({ lost: [], doubled: [], wrong: [], units: 3 });
  expect((await check({ log, moves, records: books.records }, [])).wrong).toContain('place tote tote-1: 1 instead of 0');
});

it('a unit beyond the order lies in the tote and left the bin, and the line does not count it', async () => {
  const books = createBooks();
  const over = books.pickOf(3);
  over.outcome = 'discrepancy';
  over.body.payload = { ...over.body.payload, orderId: 'order-1', toteId: 'tote-1' };
  const move = { ...books.moveOf(3), to: books.moveOf(1).to };
  books.records.splice(2, 3, books.toteOf(1, 2), books.toteOf(2), books.stockOf(unitsPerBin - 3));
  const given = { log: [...books.log, over], moves: [...books.moves, move], records: books.records };
  expect((await check(given, [])).wrong).toEqual([]);
  books.records.splice(0, 1, books.orderOf(1, 2));
  expect((await check(given, [])).wrong).toContain('place line order-1 1: 2 instead of 1');
});
