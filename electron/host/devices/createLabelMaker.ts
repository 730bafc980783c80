import { err, type Result } from '#shared/base/result.ts';
import type { PrinterLanguage } from '#shared/model/device/deviceSetting.ts';
import type { Label } from '#shared/wire/label/label.ts';
import type { LabelRefusal } from '#shared/wire/label/labelProblem.ts';
import type { LabelTemplate } from '#shared/wire/label/labelTemplate.ts';
import type { LabelDrawer } from '#electron/drivers/printer/createLabelDrawer.ts';
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

/** Turns a print order into the bytes of a printer, in the drawer's thread. Promises reject only where the drawer cannot work. */
export type LabelMaker = {
  hasTemplate(name: string): boolean;
  /** Fills the template and tries whether its codes fit; refused with every reason in words. */
  compose(request: LabelRequest): Promise<Result<Label, LabelRefusal>>;
  /** Whether labels can be written in this language. */
  speaks(language: PrinterLanguage): boolean;
  /** What a printer of this language and resolution is sent. */
  toBytes(label: Label, language: PrinterLanguage, dotsPerMm: number): Promise<Uint8Array>;
  /** ZPL for a printer of this resolution. */
  toZpl(label: Label, dotsPerMm: number): Promise<string>;
};

/** Loads the product's templates; `templateNamed` tells of others, which come first. */
export function createLabelMaker(drawer: LabelDrawer, templateNamed: (name: string) => LabelTemplate | null = () => null): LabelMaker {
  const shipped = loadLabelTemplates();
  const find = (name: string): LabelTemplate | null => templateNamed(name) ?? shipped.get(name) ?? null;
  const toBytes: LabelMaker['toBytes'] = (label, language, dotsPerMm) => drawer.run({ kind: 'toBytes', label, language, dotsPerMm });
  return {
    hasTemplate: (name) => find(name) !== null,
    speaks: () => true,
    compose: async (request) => {
      const { jobId, fields, isReprint, language = 'zh' } = request;
      const template = find(request.template);
      if (template === null) return err({ detail: `no template ${request.template}`, problems: [] });
      const marks = { jobId, reprintNo: isReprint ? reprintNoOf(fields) : 0, language, thisYear: new Date().getFullYear() };
      return await drawer.run({ kind: 'compose', template, fields, marks });
    },
    toBytes,
    toZpl: async (label, dotsPerMm) => Buffer.from(await toBytes(label, 'zpl', dotsPerMm)).toString('latin1'),
  };
}

/** Dots per millimetre of a printer's resolution: 152, 203, 300 and 600 dpi print 6, 8, 12 and 24. */
export function toDotsPerMm(dpi: number): number {
  return [6, 8, 12, 24].find((dots) => Math.abs(dots * 25.4 - dpi) < 10) ?? 8;
}
