import { ok, type Result } from '#shared/base/result.ts';
import { composeLabel, type LabelMarks } from '#shared/wire/label/composeLabel.ts';
import type { EmitOptions, Label, LabelDrawing, TextRasterizer } from '#shared/wire/label/label.ts';
import type { LabelRefusal } from '#shared/wire/label/labelProblem.ts';
import type { LabelTemplate } from '#shared/wire/label/labelTemplate.ts';
import { layOutLabel } from '#shared/wire/label/layOutLabel.ts';
import { paintDrawing } from '#shared/wire/label/paintDrawing.ts';
import { toPrinterBytes, type LabelLanguage } from '#shared/wire/label/toPrinterBytes.ts';

/** A drawn label as the screen shows it: rows of dots, what a printer would be sent, and the texts whose end is missing. */
export type LabelPicture = {
  readonly widthDots: number;
  readonly heightDots: number;
  readonly rowsBase64: string;
  readonly byteCount: number;
  readonly cutTexts: readonly string[];
};

/** Everything about labels that takes longer than a scan may wait. Plain data in and out, so that it can happen in another thread. */
export type LabelTask =
  | {
      readonly kind: 'compose';
      readonly template: LabelTemplate;
      readonly fields: Readonly<Record<string, string>>;
      readonly marks: LabelMarks;
    }
  | { readonly kind: 'toBytes'; readonly label: Label; readonly language: LabelLanguage; readonly dotsPerMm: number }
  | { readonly kind: 'picture'; readonly label: Label; readonly language: LabelLanguage; readonly dotsPerMm: number };

export type LabelTaskAnswers = {
  readonly compose: Result<Label, LabelRefusal>;
  readonly toBytes: Uint8Array;
  readonly picture: Result<LabelPicture, LabelRefusal>;
};
export type LabelTaskAnswer = LabelTaskAnswers[LabelTask['kind']];

const emitOptions: EmitOptions = { copies: 1, codes: 'native' };
const designDotsPerMm = 8;
/** Draws nothing: for finding out whether the codes of a label fit. */
const blank: TextRasterizer = {
  draw: () => ({ lines: [], fontDots: 0, isCut: false, bitmap: { widthDots: 0, heightDots: 0, rows: new Uint8Array() }, x: 0, y: 0 }),
};

/** Does one task; up to some hundred milliseconds. Throws where bytes are asked for of a label whose codes do not fit. */
export function doLabelTask(task: LabelTask, rasterizer: TextRasterizer): LabelTaskAnswer {
  switch (task.kind) {
    case 'compose':
      return composeTask(task);
    case 'toBytes':
      return toPrinterBytes(drawingOf(task, rasterizer), task.language, emitOptions);
    case 'picture': {
      const drawing = layOutLabel(task.label, rasterizer, task.dotsPerMm);
      return drawing.ok ? ok(describe(drawing.value, task.language)) : drawing;
    }
  }
}

/** Fills a template and tries whether its codes fit; needs no font. */
export function composeTask({ template, fields, marks }: Extract<LabelTask, { kind: 'compose' }>): Result<Label, LabelRefusal> {
  const composed = composeLabel(template, fields, marks);
  if (!composed.ok) return composed;
  const fitted = layOutLabel(composed.value, blank, designDotsPerMm);
  return fitted.ok ? composed : fitted;
}

function drawingOf({ label, dotsPerMm }: Extract<LabelTask, { kind: 'toBytes' }>, rasterizer: TextRasterizer): LabelDrawing {
  const drawing = layOutLabel(label, rasterizer, dotsPerMm);
  if (!drawing.ok) throw new Error(drawing.error.detail);
  return drawing.value;
}

function describe(drawing: LabelDrawing, language: LabelLanguage): LabelPicture {
  const picture = paintDrawing(drawing);
  return {
    widthDots: picture.widthDots,
    heightDots: picture.heightDots,
    rowsBase64: Buffer.from(picture.rows).toString('base64'),
    byteCount: toPrinterBytes(drawing, language, emitOptions).length,
    cutTexts: drawing.items.flatMap((item) => (item.kind === 'picture' && item.text?.isCut === true ? [item.text.lines.join(' ')] : [])),
  };
}
