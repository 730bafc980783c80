import { setImmediate } from 'node:timers/promises';
import { err, type Result } from '#shared/base/result.ts';
import type { PrinterLanguage } from '#shared/model/device/deviceSetting.ts';
import { composeLabel } from '#shared/wire/label/composeLabel.ts';
import type { Label, LabelDrawing } from '#shared/wire/label/label.ts';
import type { LabelRefusal } from '#shared/wire/label/labelProblem.ts';
import type { LabelTemplate } from '#shared/wire/label/labelTemplate.ts';
import { layOutLabel } from '#shared/wire/label/layOutLabel.ts';
import { toPrinterBytes } from '#shared/wire/label/toPrinterBytes.ts';
import { createTextRasterizer } from '#electron/drivers/printer/createTextRasterizer.ts';
import { loadLabelTemplates } from '#electron/drivers/printer/loadLabelTemplates.ts';
import { reprintNoOf } from './nextReprintNo.ts';

export type LabelRequest = {
  readonly jobId: string;
  readonly template: string;
  readonly fields: Readonly<Record<string, string>>;
  /** The field `reprintNo` says which reprint it is; without it the first. */
  readonly isReprint: boolean;
  /** Language of captions the caller does not give; the house's first is Chinese. */
  readonly language?: 'zh' | 'en';
};

/** Turns a print order into the bytes of a printer. */
export type LabelMaker = {
  hasTemplate(name: string): boolean;
  /** Fills the template and tries whether its codes fit; refused with every reason in words. */
  compose(request: LabelRequest): Result<Label, LabelRefusal>;
  /** Whether labels can be written in this language. */
  speaks(language: PrinterLanguage): boolean;
  /** What a printer of this language and resolution is sent. Draws one text at a time, so that scans and everything else go on between. */
  toBytes(label: Label, language: PrinterLanguage, dotsPerMm: number): Promise<Uint8Array>;
  /** The label in dots, drawn like `toBytes`. */
  draw(label: Label, dotsPerMm: number): Promise<LabelDrawing>;
  /** ZPL for a printer of this resolution. */
  toZpl(label: Label, dotsPerMm: number): Promise<string>;
};

/** Draws nothing: for finding out whether the codes of a label fit. */
const blank = {
  draw: () => ({ lines: [], fontDots: 0, isCut: false, bitmap: { widthDots: 0, heightDots: 0, rows: new Uint8Array() }, x: 0, y: 0 }),
};
const designDotsPerMm = 8;
const emitOptions = { copies: 1, codes: 'native' } as const;

/** Loads the font and the product's templates; `templateNamed` tells of others, which come first. */
export function createLabelMaker(templateNamed: (name: string) => LabelTemplate | null = () => null): LabelMaker {
  const shipped = loadLabelTemplates();
  const rasterizer = createTextRasterizer();
  const find = (name: string): LabelTemplate | null => templateNamed(name) ?? shipped.get(name) ?? null;
  const maker: LabelMaker = {
    hasTemplate: (name) => find(name) !== null,
    speaks: () => true,
    compose: (request) => {
      const template = find(request.template);
      if (template === null) return err({ detail: `no template ${request.template}`, problems: [] });
      const composed = composeLabel(template, request.fields, {
        jobId: request.jobId,
        reprintNo: request.isReprint ? reprintNoOf(request.fields) : 0,
        language: request.language ?? 'zh',
        thisYear: new Date().getFullYear(),
      });
      if (!composed.ok) return composed;
      const fitted = layOutLabel(composed.value, blank, designDotsPerMm);
      return fitted.ok ? composed : fitted;
    },
    draw: async (label, dotsPerMm) => {
      for (const filled of label.elements) {
        // What is drawn here is taken from the rasterizer's memory below.
        if (filled.element.kind !== 'text') continue;
        layOutLabel({ ...label, elements: [filled] }, rasterizer, dotsPerMm);
        await setImmediate();
      }
      const drawing = layOutLabel(label, rasterizer, dotsPerMm);
      if (!drawing.ok) throw new Error(drawing.error.detail);
      return drawing.value;
    },
    toBytes: async (label, language, dotsPerMm) => {
      const drawing = await maker.draw(label, dotsPerMm);
      await setImmediate();
      return toPrinterBytes(drawing, language, emitOptions);
    },
    toZpl: async (label, dotsPerMm) => Buffer.from(await maker.toBytes(label, 'zpl', dotsPerMm)).toString('latin1'),
  };
  return maker;
}

/** Dots per millimetre of a printer's resolution: 152, 203, 300 and 600 dpi print 6, 8, 12 and 24. */
export function toDotsPerMm(dpi: number): number {
  return [6, 8, 12, 24].find((dots) => Math.abs(dots * 25.4 - dpi) < 10) ?? 8;
}
