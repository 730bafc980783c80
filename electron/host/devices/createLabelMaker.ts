import { setImmediate } from 'node:timers/promises';
import type { Result } from '#shared/base/result.ts';
import { composeLabel } from '#shared/wire/label/composeLabel.ts';
import type { PrinterLanguage } from '#shared/model/device/deviceSetting.ts';
import type { Label } from '#shared/wire/label/label.ts';
import { toZpl } from '#shared/wire/label/toZpl.ts';
import { createTextRasterizer } from '#electron/drivers/printer/createTextRasterizer.ts';
import { loadLabelTemplates } from '#electron/drivers/printer/loadLabelTemplates.ts';

export type LabelRequest = {
  readonly jobId: string;
  readonly template: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly isReprint: boolean;
};

/** Turns a print order into the bytes of a printer. */
export type LabelMaker = {
  hasTemplate(name: string): boolean;
  /** Fills the template; refused with the reason in words. */
  compose(request: LabelRequest): Result<Label, { readonly detail: string }>;
  /** Whether labels can be written in this language. */
  speaks(language: PrinterLanguage): boolean;
  /** What a printer of this language and resolution is sent. */
  toBytes(label: Label, language: PrinterLanguage, dotsPerMm: number): Promise<Uint8Array>;
  /** ZPL for a printer of this resolution. Draws one text at a time, so that scans and everything else go on between. */
  toZpl(label: Label, dotsPerMm: number): Promise<string>;
};

const jobNoLength = 6;

/** Loads templates and font. */
export function createLabelMaker(): LabelMaker {
  const templates = loadLabelTemplates();
  const rasterizer = createTextRasterizer();
  const maker: LabelMaker = {
    speaks: (language) => language === 'zpl',
    toBytes: async (label, _language, dotsPerMm) => Buffer.from(await maker.toZpl(label, dotsPerMm), 'latin1'),
    hasTemplate: (name) => templates.has(name),
    compose: (request) => {
      const template = templates.get(request.template);
      if (template === undefined) return { ok: false, error: { detail: `no template ${request.template}` } };
      return composeLabel(template, request.fields, { jobNo: request.jobId.slice(-jobNoLength), isReprint: request.isReprint });
    },
    toZpl: async (label, dotsPerMm) => {
      for (const element of label.elements) {
        // What is drawn here is taken from the rasterizer's memory below.
        if (element.kind !== 'text') continue;
        toZpl({ ...label, elements: [element] }, rasterizer, dotsPerMm);
        await setImmediate();
      }
      return toZpl(label, rasterizer, dotsPerMm);
    },
  };
  return maker;
}

/** Dots per millimetre of a printer's resolution: 152, 203, 300 and 600 dpi print 6, 8, 12 and 24. */
export function toDotsPerMm(dpi: number): number {
  return [6, 8, 12, 24].find((dots) => Math.abs(dots * 25.4 - dpi) < 10) ?? 8;
}
