import type { Command, CommandKind } from './command.ts';

/** Stands where people's words were taken out. */
export const wordsTakenOut = '-';

/** Where in a payload people write as they like, or what a channel said of its customer: a name or a phone may stand there. */
const placesOfWords: Partial<Record<CommandKind, readonly (readonly string[])[]>> = {
  placeOrder: [['draft', 'note'], ...['nameMasked', 'phoneMasked', 'area'].map((part) => ['draft', 'recipient', part])],
  editOrder: [['note']],
  cancelOrder: [['reason']],
  adjustStock: [['reason']],
  raiseAlert: [['reason']],
  resolveDiscrepancy: [['resolution']],
};

/** The words of a command, by their place in its payload; empty where it has none. */
export type Words = Readonly<Record<string, string>>;

/** A command without what people wrote in it, and that apart. The command stays one that everybody can read and decide. */
export function takeOutWords(command: Command): { readonly command: Command; readonly words: Words } {
  const words: Record<string, string> = {};
  for (const place of placesOfWords[command.kind] ?? []) {
    const found = textAt(command.payload, place);
    if (found !== undefined && found !== '' && found !== wordsTakenOut) words[place.join('.')] = found;
  }
  return { words, command: withWords(command, Object.fromEntries(Object.keys(words).map((place) => [place, wordsTakenOut]))) };
}

/** The command with words at their places. */
export function withWords(command: Command, words: Words): Command {
  let { payload }: { payload: unknown } = command;
  for (const [place, text] of Object.entries(words)) payload = withTextAt(payload, place.split('.'), text);
  return payload === command.payload ? command : ({ ...command, payload } as Command);
}

function textAt(part: unknown, place: readonly string[]): string | undefined {
  const found = place.reduce<unknown>(
    (at, name) => (typeof at === 'object' && at !== null ? (at as Record<string, unknown>)[name] : undefined),
    part,
  );
  return typeof found === 'string' ? found : undefined;
}

function withTextAt(part: unknown, [name, ...rest]: readonly string[], text: string): unknown {
  if (name === undefined) return text;
  const known = (part ?? {}) as Record<string, unknown>;
  return { ...known, [name]: withTextAt(known[name], rest, text) };
}
