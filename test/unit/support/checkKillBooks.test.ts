import { expect, it } from 'vitest';
import { checkKillBooks } from '#test/bench/kill/checkKillBooks.ts';
import { testSkuIds } from '#test/support/testSite.ts';

const unitsPerBin = 100;

/** The log of two picks for two orders, and books as they should be. */
function createBooks() {
  const pickOf = (no: number) => ({
    command_id: `command-${no}`,
    outbox_id: 'outbox',
    station_seq: String(no),
    kind: 'pickLine',
    outcome: 'applied',
    body: {
      triggerId: `scan:${no}`,
      payload: { orderId: `order-${no}`, lineNo: 1, toteId: `tote-${no}`, binId: 'bin', quantity: 1 },
    },
  });
  const moveOf = (no: number) => ({
    command_id: `command-${no}`,
    quantity: '1',
    from_place: { kind: 'bin', stockId: 'sku|bin|-|available' },
    to_place: { kind: 'tote', toteId: `tote-${no}` },
  });
  const orderOf = (no: number, pickedQuantity: number) => ({
    kind: 'order',
    id: `order-${no}`,
    body: { lines: [{ lineNo: 1, pickedQuantity }] },
  });
  const toteOf = (no: number) => ({ kind: 'tote', id: `tote-${no}`, body: { contents: [{ quantity: 1 }] } });
  const stock = { kind: 'stock', id: 'row', body: { skuId: testSkuIds.water, binId: 'bin', quantity: unitsPerBin - 2 } };
  return {
    log: [pickOf(1), pickOf(2)],
    moves: [moveOf(1), moveOf(2)],
    records: [orderOf(1, 1), orderOf(2, 1), toteOf(1), toteOf(2), stock],
    ...{ pickOf, moveOf, orderOf },
  };
}

function check({ log, moves, records }: Pick<ReturnType<typeof createBooks>, 'log' | 'moves' | 'records'>, heard: readonly string[]) {
  const query = <Row>(statement: string) =>
    Promise.resolve((statement.includes('command_log') ? log : statement.includes('stock_move') ? moves : records) as Row[]);
  return checkKillBooks(query, heard, unitsPerBin);
}

it('books that are the sum of what was heard have no finding', async () => {
  expect(await check(createBooks(), ['command-1', 'command-2'])).toEqual({ lost: [], doubled: [], wrong: [], picks: 2 });
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
  books.moves = [books.moveOf(1), books.moveOf(1)];
  expect((await check(books, [])).wrong).toEqual([
    'move command-1 bin tote-1 1: 2 instead of 1',
    'move command-2 bin tote-2 1: 0 instead of 1',
    'place line order-1 1: 2 instead of 1',
    'place line order-2 1: 0 instead of 1',
  ]);
});
