import { implement } from '@orpc/server';
import type { BridgeContext } from '#electron/bridge/createBridge.ts';
import { loadLabelTemplates } from '#electron/drivers/printer/loadLabelTemplates.ts';
import { err, type Result } from '#shared/base/result.ts';
import { labelsContract, type ListedTemplate } from '#shared/features/labels/labelsContract.ts';
import { composeLabel } from '#shared/wire/label/composeLabel.ts';
import type { LabelDrawing, TextRasterizer } from '#shared/wire/label/label.ts';
import { parseLabelTemplate, type LabelTemplate, type TemplateProblem } from '#shared/wire/label/labelTemplate.ts';
import { layOutLabel } from '#shared/wire/label/layOutLabel.ts';
import { paintDrawing } from '#shared/wire/label/paintDrawing.ts';
import { toPrinterBytes } from '#shared/wire/label/toPrinterBytes.ts';
import type { TemplateFolder } from './openTemplateFolder.ts';

const os = implement(labelsContract).$context<BridgeContext>();
const previewJobId = 'preview';

/** Handlers of the labels contract over the site's template folder and the product's templates. */
export function createLabelHandlers(ports: { readonly templateFolder: TemplateFolder }) {
  const folder = ports.templateFolder;
  const shipped = loadLabelTemplates();
  let rasterizer: TextRasterizer | null = null;
  return {
    list: os.list.handler(() => ({ templates: listTemplates(folder, shipped), damaged: folder.damaged().map(toPlain) })),
    preview: os.preview.handler(async ({ input }) => {
      // The font is loaded with the first preview, not with every host.
      rasterizer ??= (await import('#electron/drivers/printer/createTextRasterizer.ts')).createTextRasterizer();
      const template = readTemplate(input.templateText);
      if (!template.ok) return { kind: 'badTemplate' as const, problems: [...template.error] };
      const marks = { jobId: previewJobId, reprintNo: input.reprintNo, language: input.language, thisYear: new Date().getFullYear() };
      const label = composeLabel(template.value, input.fields, marks);
      const drawing = label.ok ? layOutLabel(label.value, rasterizer, input.dpi === 300 ? 12 : 8) : label;
      if (!drawing.ok) return { kind: 'badData' as const, problems: drawing.error.problems.map((problem) => ({ ...problem })) };
      return { kind: 'drawn' as const, ...describe(drawing.value, input.printer) };
    }),
    save: os.save.handler(async ({ input }) => {
      const template = readTemplate(input.templateText);
      if (!template.ok) return { kind: 'badTemplate' as const, problems: [...template.error] };
      await folder.save(template.value);
      return { kind: 'saved' as const, name: template.value.name };
    }),
    remove: os.remove.handler(async ({ input }) => ({ isRemoved: await folder.remove(input.name) })),
  };
}

/** The site's own first, then the shipped ones it does not replace. */
function listTemplates(folder: TemplateFolder, shipped: ReadonlyMap<string, LabelTemplate>): ListedTemplate[] {
  const own = folder.all().map((template) => ({ origin: 'site' as const, isReplacing: shipped.has(template.name), template }));
  const others = [...shipped.values()].filter((template) => folder.named(template.name) === null);
  return [...own, ...others.map((template) => ({ origin: 'shipped' as const, isReplacing: false, template }))];
}

function readTemplate(text: string): Result<LabelTemplate, readonly TemplateProblem[]> {
  try {
    return parseLabelTemplate(JSON.parse(text));
  } catch (error) {
    return err([{ path: 'template', detail: error instanceof Error ? error.message : String(error) }]);
  }
}

function describe(drawing: LabelDrawing, printer: 'zpl' | 'tspl' | 'escpos') {
  const picture = paintDrawing(drawing);
  const texts = drawing.items.flatMap((item) => (item.kind === 'picture' && item.text?.isCut === true ? [item.text.lines.join(' ')] : []));
  return {
    widthDots: picture.widthDots,
    heightDots: picture.heightDots,
    rowsBase64: Buffer.from(picture.rows).toString('base64'),
    byteCount: toPrinterBytes(drawing, printer, { copies: 1, codes: 'native' }).length,
    cutTexts: texts,
  };
}

function toPlain(damaged: { readonly file: string; readonly problems: readonly TemplateProblem[] }) {
  return { file: damaged.file, problems: [...damaged.problems] };
}
