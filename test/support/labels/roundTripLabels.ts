import { createZxingWasmReader } from '#electron/drivers/camera/createZxingWasmReader.ts';
import { createTextRasterizer } from '#electron/drivers/printer/createTextRasterizer.ts';
import { createPrng } from '#shared/base/prng.ts';
import type { Bitmap } from '#shared/wire/label/bitmap.ts';
import { composeLabel } from '#shared/wire/label/composeLabel.ts';
import type { LabelDrawing } from '#shared/wire/label/label.ts';
import type { LabelTemplate } from '#shared/wire/label/labelTemplate.ts';
import { layOutLabel } from '#shared/wire/label/layOutLabel.ts';
import { paintDrawing } from '#shared/wire/label/paintDrawing.ts';
import { toPrinterBytes, type LabelLanguage } from '#shared/wire/label/toPrinterBytes.ts';
import { codesOf, differingDots, fromPng, inkOutsideBoxes, overflowingTexts, unreadCodes } from './checkLabel.ts';
import { drawLabelFields } from './drawLabelFields.ts';
import { rasteriseEscPos } from './rasteriseEscPos.ts';
import { rasteriseTspl } from './rasteriseTspl.ts';

/** What was found in one template's labels; `faults` says each in words. */
export type RoundTripCounts = {
  labels: number;
  codes: number;
  texts: number;
  cutTexts: number;
  unread: Record<LabelLanguage, number>;
  overflowing: number;
  inkOutside: Record<LabelLanguage, number>;
  dotsElsewhere: Record<LabelLanguage, number>;
  dotsInCodes: Record<LabelLanguage, number>;
  faults: string[];
};

export type RoundTripOptions = { readonly sets: number; readonly from: number; readonly dotsPerMm: number };

const languages: readonly LabelLanguage[] = ['zpl', 'tspl', 'escpos'];
const thisYear = 2026;

/** Every set of data as a label in every language, printed by someone else's reading of the language, compared with the drawing and scanned again. */
export async function roundTripLabels(template: LabelTemplate, options: RoundTripOptions): Promise<RoundTripCounts> {
  const rasterizer = createTextRasterizer();
  const reader = createZxingWasmReader();
  const zero = (): Record<LabelLanguage, number> => ({ zpl: 0, tspl: 0, escpos: 0 });
  const counts: RoundTripCounts = {
    ...{ labels: 0, codes: 0, texts: 0, cutTexts: 0, overflowing: 0, faults: [] },
    ...{ unread: zero(), inkOutside: zero(), dotsElsewhere: zero(), dotsInCodes: zero() },
  };
  for (let set = options.from; set < options.from + options.sets; set += 1) {
    const fields = drawLabelFields(template, createPrng(set * 7919 + 17));
    const marks = { jobId: `job-${set}`, reprintNo: set % 3, language: set % 2 === 0 ? 'zh' : 'en', thisYear } as const;
    const label = composeLabel(template, fields, marks);
    const drawing = label.ok ? layOutLabel(label.value, rasterizer, options.dotsPerMm) : label;
    if (!drawing.ok) {
      counts.faults.push(`set ${set}: ${drawing.error.detail}`);
      continue;
    }
    await checkSet(template, fields, drawing.value, set, counts, reader);
  }
  return counts;
}

async function checkSet(
  template: LabelTemplate,
  fields: Readonly<Record<string, string>>,
  drawing: LabelDrawing,
  set: number,
  counts: RoundTripCounts,
  reader: ReturnType<typeof createZxingWasmReader>,
): Promise<void> {
  const texts = drawing.items.flatMap((item) => (item.kind === 'picture' && item.text !== null ? [item.text] : []));
  counts.labels += 1;
  counts.codes += codesOf(drawing).length;
  counts.texts += texts.length;
  counts.cutTexts += texts.filter((text) => text.isCut).length;
  counts.overflowing += overflowingTexts(drawing);
  const drawn = codesOf(drawing).map((code) => code.content.replace(/^\u001d/, ''));
  const wanted = wantedCodes(template, fields);
  if (JSON.stringify(drawn) !== JSON.stringify(wanted))
    counts.faults.push(`set ${set}: ${JSON.stringify(drawn)} instead of ${JSON.stringify(wanted)}`);
  const picture = paintDrawing(drawing);
  for (const language of languages) {
    const printed = await printAs(drawing, language);
    const unread = await unreadCodes(drawing, printed, reader);
    const { inCodes, elsewhere } = differingDots(drawing, picture, printed);
    const outside = inkOutsideBoxes(drawing, printed);
    counts.unread[language] += unread.length;
    counts.inkOutside[language] += outside;
    counts.dotsElsewhere[language] += elsewhere;
    counts.dotsInCodes[language] += inCodes;
    for (const fault of unread) counts.faults.push(`set ${set} ${language}: ${fault}`);
    if (elsewhere > 0 || outside > 0) counts.faults.push(`set ${set} ${language}: ${elsewhere} dots differ, ${outside} outside every box`);
  }
}

/** What the template's codes must say: the fields put in by hand, brackets of GS1 taken off (only the last element has no fixed length). */
function wantedCodes(template: LabelTemplate, given: Readonly<Record<string, string>>): string[] {
  const defaults = Object.fromEntries(template.fields.map((field) => [field.name, given[field.name] || (field.default?.zh ?? '')]));
  return template.elements.flatMap((element) => {
    if (element.kind !== 'barcode' && element.kind !== 'matrix') return [];
    const isThere = element.when === undefined || ((defaults[element.when.field] ?? '') === '') === (element.when.isAbsent === true);
    if (!isThere) return [];
    const content = element.content.replaceAll(/[()]/g, '').replaceAll(/\{(\w+)\}/g, (_, name: string) => defaults[name] ?? '');
    return [content];
  });
}

async function printAs(drawing: LabelDrawing, language: LabelLanguage): Promise<Bitmap> {
  const bytes = toPrinterBytes(drawing, language, { copies: 1, codes: 'native' });
  if (language === 'tspl') return rasteriseTspl(bytes, drawing.dotsPerMm).bitmap;
  if (language === 'escpos')
    return rasteriseEscPos(bytes, drawing.widthDots, drawing.heightDots).bitmaps[0] ?? paintDrawing({ ...drawing, items: [] });
  return renderZpl(Buffer.from(bytes).toString('latin1'), drawing);
}

async function renderZpl(zpl: string, { widthDots, heightDots, dotsPerMm }: LabelDrawing): Promise<Bitmap> {
  const { ready } = await import('zpl-renderer-js');
  const { api } = await ready;
  return fromPng(Buffer.from(await api.zplToBase64Async(zpl, widthDots / dotsPerMm, heightDots / dotsPerMm, dotsPerMm), 'base64'));
}
