import { readFile, writeFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { createTextRasterizer } from '#electron/drivers/printer/createTextRasterizer.ts';
import { loadLabelTemplates } from '#electron/drivers/printer/loadLabelTemplates.ts';
import { toPng } from '#electron/drivers/printer/toPng.ts';
import { composeLabel } from '#shared/wire/label/composeLabel.ts';
import type { LabelDrawing } from '#shared/wire/label/label.ts';
import { parseLabelTemplate, type LabelTemplate } from '#shared/wire/label/labelTemplate.ts';
import { layOutLabel } from '#shared/wire/label/layOutLabel.ts';
import { paintDrawing } from '#shared/wire/label/paintDrawing.ts';
import { toPrinterBytes, type LabelLanguage } from '#shared/wire/label/toPrinterBytes.ts';

export type RenderArguments = {
  readonly data?: string;
  readonly sample: boolean;
  readonly as: LabelLanguage | 'png';
  readonly dpi: 203 | 300;
  readonly out?: string;
  readonly json: boolean;
  readonly copies: number;
  readonly reprint: number;
  readonly job: string;
  readonly language: 'zh' | 'en';
  readonly codes: 'native' | 'picture';
};

/** A fault of what was given, to be said in one sentence. */
export class LabelInputError extends Error {}

/** `halfhour label render`: writes the bytes to a file or standard output. Throws LabelInputError where template or data do not do. */
export async function renderLabel(template: string, given: RenderArguments): Promise<void> {
  const found = await findTemplate(template);
  const fields = given.sample ? sampleOf(found) : await readFields(given.data);
  const drawing = draw(found, fields, given);
  const bytes =
    given.as === 'png' ? toPng(paintDrawing(drawing)) : toPrinterBytes(drawing, given.as, { copies: given.copies, codes: given.codes });
  if (given.out !== undefined) await writeFile(given.out, bytes);
  if (given.json) return print(`${JSON.stringify(describe(found, drawing, bytes, given))}\n`);
  if (given.out === undefined) return print(bytes);
}

/** A template of the product by its name, or of a file by its path. */
async function findTemplate(nameOrPath: string): Promise<LabelTemplate> {
  const templates = loadLabelTemplates();
  const shipped = templates.get(nameOrPath);
  if (shipped !== undefined) return shipped;
  if (!/[./\\]/.test(nameOrPath)) {
    throw new LabelInputError(`there is no template '${nameOrPath}'; known are ${[...templates.keys()].join(', ')}, or the path of a file`);
  }
  const parsed = parseLabelTemplate(parseJson(await readText(nameOrPath), nameOrPath));
  if (parsed.ok) return parsed.value;
  throw new LabelInputError(
    `${nameOrPath} is no label template: ${parsed.error.map(({ path, detail }) => `${path}: ${detail}`).join('; ')}`,
  );
}

function draw(template: LabelTemplate, fields: Readonly<Record<string, string>>, given: RenderArguments): LabelDrawing {
  const { job: jobId, reprint: reprintNo, language } = given;
  const label = composeLabel(template, fields, { jobId, reprintNo, language, thisYear: new Date().getFullYear() });
  const drawing = label.ok ? layOutLabel(label.value, createTextRasterizer(), given.dpi === 300 ? 12 : 8) : label;
  if (!drawing.ok) throw new LabelInputError(drawing.error.detail);
  return drawing.value;
}

function sampleOf(template: LabelTemplate): Record<string, string> {
  return Object.fromEntries(template.fields.map((field) => [field.name, field.sample]));
}

async function readFields(path: string | undefined): Promise<Record<string, string>> {
  if (path === undefined) throw new LabelInputError('--data FILE says what to print (- for standard input), or --sample');
  const content = parseJson(path === '-' ? await text(process.stdin) : await readText(path), path === '-' ? 'standard input' : path);
  if (typeof content !== 'object' || content === null || Array.isArray(content)) {
    throw new LabelInputError('the data is a JSON object of fields, such as {"code": "TT-0012-C"}');
  }
  return Object.fromEntries(Object.entries(content).map(([name, value]) => [name, toField(name, value)]));
}

function toField(name: string, value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return String(value);
  if (value === null) return '';
  throw new LabelInputError(`field ${name} is neither text nor a number`);
}

function parseJson(content: string, source: string): unknown {
  try {
    return JSON.parse(content);
  } catch (error) {
    throw new LabelInputError(`${source} is no JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}

async function readText(path: string): Promise<string> {
  return readFile(path, 'utf8').catch((error: unknown) => {
    throw new LabelInputError(`cannot read ${path}: ${error instanceof Error ? error.message : String(error)}`);
  });
}

/** What is on the label, for programs: codes as they scan, texts as they were fitted, and the bytes where no file took them. */
function describe(template: LabelTemplate, drawing: LabelDrawing, bytes: Uint8Array, given: RenderArguments): Record<string, unknown> {
  const { widthDots, heightDots, items } = drawing;
  const codes = items.flatMap((item) =>
    item.kind === 'bars' || item.kind === 'matrix' ? [{ symbology: item.symbology, content: item.content.replace(/^\u001d/, '') }] : [],
  );
  const texts = items.flatMap((item) => (item.kind === 'picture' && item.text !== null ? [{ ...item.text }] : []));
  const bytesBase64 = given.out === undefined ? { bytesBase64: Buffer.from(bytes).toString('base64') } : { out: given.out };
  return {
    template: template.name,
    as: given.as,
    dpi: given.dpi,
    widthDots,
    heightDots,
    byteCount: bytes.length,
    codes,
    texts,
    ...bytesBase64,
  };
}

async function print(content: string | Uint8Array): Promise<void> {
  if (!process.stdout.write(content)) await new Promise((resolve) => process.stdout.once('drain', resolve));
}
