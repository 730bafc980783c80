import { implement } from '@orpc/server';
import type { BridgeContext } from '#electron/bridge/createBridge.ts';
import type { LabelDrawer } from '#electron/drivers/printer/createLabelDrawer.ts';
import { loadLabelTemplates } from '#electron/drivers/printer/loadLabelTemplates.ts';
import { err, type Result } from '#shared/base/result.ts';
import { labelsContract, type ListedTemplate } from '#shared/features/labels/labelsContract.ts';
import { parseLabelTemplate, type LabelTemplate, type TemplateProblem } from '#shared/wire/label/labelTemplate.ts';
import type { TemplateFolder } from './openTemplateFolder.ts';

const os = implement(labelsContract).$context<BridgeContext>();
const previewJobId = 'preview';

/** Handlers of the labels contract over the site's template folder and the product's templates. */
export function createLabelHandlers(ports: { readonly templateFolder: TemplateFolder; readonly labelDrawer: LabelDrawer }) {
  const { templateFolder: folder, labelDrawer } = ports;
  const shipped = loadLabelTemplates();
  return {
    list: os.list.handler(() => ({ templates: listTemplates(folder, shipped), damaged: folder.damaged().map(toPlain) })),
    preview: os.preview.handler(async ({ input }) => {
      const template = readTemplate(input.templateText);
      if (!template.ok) return { kind: 'badTemplate' as const, problems: [...template.error] };
      const marks = { jobId: previewJobId, reprintNo: input.reprintNo, language: input.language, thisYear: new Date().getFullYear() };
      const label = await labelDrawer.run({ kind: 'compose', template: template.value, fields: input.fields, marks });
      const picture = label.ok
        ? await labelDrawer.run({ kind: 'picture', label: label.value, language: input.printer, dotsPerMm: input.dpi === 300 ? 12 : 8 })
        : label;
      if (!picture.ok) return { kind: 'badData' as const, problems: picture.error.problems.map((problem) => ({ ...problem })) };
      return { kind: 'drawn' as const, ...picture.value, cutTexts: [...picture.value.cutTexts] };
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

function toPlain(damaged: { readonly file: string; readonly problems: readonly TemplateProblem[] }) {
  return { file: damaged.file, problems: [...damaged.problems] };
}
