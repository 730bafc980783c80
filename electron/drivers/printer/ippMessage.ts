/** Operations this station uses (RFC 8011, 5.4.15). */
export const ippOperations = { printJob: 0x0002, getJobAttributes: 0x0009, getJobs: 0x000a, getPrinterAttributes: 0x000b } as const;

/** An attribute of a request; the tag says what kind of text or number it is (RFC 8010, 3.5.2). */
export type IppAttribute = {
  readonly tag: 'uri' | 'name' | 'keyword' | 'mimeType' | 'charset' | 'language' | 'integer';
  readonly name: string;
  readonly values: readonly (string | number)[];
};

/** Attributes of one group of an answer by name; integers, enums and booleans as numbers, the rest as text. */
export type IppGroup = { readonly tag: number; readonly attributes: ReadonlyMap<string, readonly (string | number)[]> };
export type IppAnswer = { readonly statusCode: number; readonly requestId: number; readonly groups: readonly IppGroup[] };

const tags: Readonly<Record<IppAttribute['tag'], number>> = {
  integer: 0x21,
  name: 0x42,
  keyword: 0x44,
  uri: 0x45,
  charset: 0x47,
  language: 0x48,
  mimeType: 0x49,
};
const operationGroup = 0x01;
const endOfAttributes = 0x03;
/** Tags of groups are below this, tags of values above. */
const firstValueTag = 0x10;
const numberTags = new Set([0x21, 0x22, 0x23]);

/** Writes a request of version 1.1 with one group of operation attributes, and the document behind it (RFC 8010, 3.1). */
export function toIppRequest(operation: number, requestId: number, attributes: readonly IppAttribute[], document?: Uint8Array): Uint8Array {
  const head = Buffer.alloc(9);
  head.writeUInt16BE(0x0101, 0);
  head.writeUInt16BE(operation, 2);
  head.writeUInt32BE(requestId, 4);
  head.writeUInt8(operationGroup, 8);
  const all: readonly IppAttribute[] = [
    { tag: 'charset', name: 'attributes-charset', values: ['utf-8'] },
    { tag: 'language', name: 'attributes-natural-language', values: ['en'] },
    ...attributes,
  ];
  return Buffer.concat([head, ...all.flatMap(toAttributeBytes), Buffer.from([endOfAttributes]), document ?? Buffer.alloc(0)]);
}

/** Reads an answer; null where the bytes are not a whole IPP message. */
export function parseIppAnswer(bytes: Uint8Array): IppAnswer | null {
  const view = Buffer.from(bytes);
  if (view.length < 9) return null;
  const groups: { tag: number; attributes: Map<string, (string | number)[]> }[] = [];
  let lastName = '';
  for (let at = 8; at < view.length;) {
    const tag = view.readUInt8(at);
    at += 1;
    if (tag === endOfAttributes) return { statusCode: view.readUInt16BE(2), requestId: view.readUInt32BE(4), groups };
    if (tag < firstValueTag) {
      groups.push({ tag, attributes: new Map() });
      continue;
    }
    const name = readText(view, at);
    const content = name && readText(view, name.end);
    const group = groups.at(-1);
    if (name === null || content === null || group === undefined) return null;
    lastName = name.bytes.length === 0 ? lastName : name.bytes.toString('utf8');
    const known = group.attributes.get(lastName) ?? [];
    group.attributes.set(lastName, [...known, toContent(tag, content.bytes)]);
    at = content.end;
  }
  return null;
}

function toAttributeBytes(attribute: IppAttribute): Buffer[] {
  return attribute.values.flatMap((content, index) => {
    const name = Buffer.from(index === 0 ? attribute.name : '', 'utf8');
    const bytes = typeof content === 'number' ? toInteger(content) : Buffer.from(content, 'utf8');
    return [Buffer.from([tags[attribute.tag]]), toLength(name.length), name, toLength(bytes.length), bytes];
  });
}

function toContent(tag: number, bytes: Buffer): string | number {
  if (numberTags.has(tag) && bytes.length > 0 && bytes.length <= 4) return bytes.readIntBE(0, bytes.length);
  return bytes.toString('utf8');
}

function readText(view: Buffer, at: number): { readonly bytes: Buffer; readonly end: number } | null {
  if (at + 2 > view.length) return null;
  const end = at + 2 + view.readUInt16BE(at);
  return end > view.length ? null : { bytes: view.subarray(at + 2, end), end };
}

function toInteger(content: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(content);
  return bytes;
}

function toLength(length: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16BE(length);
  return bytes;
}
