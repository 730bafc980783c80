import { expect, test } from 'vitest';
import { z } from 'zod';
import { commandCatalogue, type Command } from '#shared/model/command/command.ts';
import { takeOutWords, withWords, wordsTakenOut } from '#shared/model/command/freeText.ts';
import { someCommands } from '#test/support/host/someCommands.ts';

type Schema = Readonly<{
  type?: string;
  enum?: unknown;
  const?: unknown;
  maxLength?: number;
  pattern?: string;
  properties?: Readonly<Record<string, Schema>>;
  items?: Schema;
  anyOf?: readonly Schema[];
}>;

/** Texts of a payload that are neither ids nor of a fixed form, with their places. */
function textPlaces(schema: Schema, place: readonly string[] = []): readonly string[] {
  const isText = schema.type === 'string' && schema.enum === undefined && schema.const === undefined && schema.pattern === undefined;
  if (isText) return [place.join('.')];
  return [
    ...Object.entries(schema.properties ?? {}).flatMap(([name, part]) => textPlaces(part, [...place, name])),
    ...(schema.items ? textPlaces(schema.items, place) : []),
    ...(schema.anyOf ?? []).flatMap((part) => textPlaces(part, place)),
  ];
}

/** Texts that name things, not people. */
const namesOfThings = /(?:Ids?|Code|\.id|\.code|\.key|groupLot\.\w+|channelOrderId|booking\.carrier)$/;

const commandOf = (kind: string, payload: unknown) => ({ ...someCommands(1)[0]!, kind, payload }) as unknown as Command;

/** A payload with a text at each place. */
function payloadWith(places: readonly string[], text: string): unknown {
  const payload: Record<string, unknown> = {};
  for (const place of places) {
    const names = place.split('.');
    let at = payload;
    for (const name of names.slice(0, -1)) at = (at[name] ??= {}) as Record<string, unknown>;
    at[names.at(-1)!] = text;
  }
  return payload;
}

test('[ST14] wherever people write in a command, their words are taken out of it and put back as they were', () => {
  const written: string[] = [];
  for (const [kind, { payload }] of Object.entries(commandCatalogue)) {
    const places = textPlaces(z.toJSONSchema(payload, { io: 'input', unrepresentable: 'any' }) as Schema).filter(
      (place) => !namesOfThings.test(place),
    );
    if (places.length === 0) continue;
    const command = commandOf(kind, payloadWith(places, 'ring Mr Wang'));
    const taken = takeOutWords(command);
    expect([kind, JSON.stringify(taken.command).includes('Wang'), withWords(taken.command, taken.words)]).toEqual([kind, false, command]);
    written.push(...places.map((place) => `${kind}.${place}`));
  }
  expect(written).toContain('editOrder.note');
  expect(written).toContain('placeOrder.draft.recipient.phoneMasked');
});

test('[ST14] a command without words stays what it is; one whose words are gone can still be read', () => {
  const [plain] = someCommands(1);
  expect(takeOutWords(plain!)).toEqual({ command: plain, words: {} });
  const cancel = commandOf('cancelOrder', { orderId: 'o', reason: 'ring Mr Wang' });
  const { command } = takeOutWords(cancel);
  expect(commandCatalogue.cancelOrder.payload.parse(command.payload)).toEqual({ orderId: 'o', reason: wordsTakenOut });
});
