import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseLabelTemplate, type LabelTemplate, type TemplateProblem } from '#shared/wire/label/labelTemplate.ts';

/** Most templates of a site; further files are named as damaged. */
export const maxSiteTemplates = 200;
const fileSuffix = '.json';

export type DamagedTemplate = { readonly file: string; readonly problems: readonly TemplateProblem[] };

/** The site's own templates: `<name>.json` in one folder. */
export type TemplateFolder = {
  all(): readonly LabelTemplate[];
  named(name: string): LabelTemplate | null;
  damaged(): readonly DamagedTemplate[];
  /** Durable when it resolves. Rejects where the disk refuses, or there are too many. */
  save(template: LabelTemplate): Promise<void>;
  /** False where there was none. */
  remove(name: string): Promise<boolean>;
};

/** Reads the folder, which is made where there is none. A file that is no template is named and passed over. */
export async function openTemplateFolder(folder: string): Promise<TemplateFolder> {
  await mkdir(folder, { recursive: true });
  const templates = new Map<string, LabelTemplate>();
  const damaged: DamagedTemplate[] = [];
  for (const file of (await readdir(folder)).filter((name) => name.endsWith(fileSuffix)).sort()) {
    const read = await readTemplate(join(folder, file), file);
    if ('problems' in read) damaged.push(read);
    else if (templates.size >= maxSiteTemplates)
      damaged.push({ file, problems: [{ path: 'template', detail: `more than ${maxSiteTemplates} templates` }] });
    else templates.set(read.name, read);
  }
  return {
    all: () => [...templates.values()],
    named: (name) => templates.get(name) ?? null,
    damaged: () => damaged,
    save: async (template) => {
      if (!templates.has(template.name) && templates.size >= maxSiteTemplates) throw new Error(`more than ${maxSiteTemplates} templates`);
      const path = join(folder, `${template.name}${fileSuffix}`);
      await writeFile(`${path}.new`, `${JSON.stringify(template, null, 2)}\n`, { flush: true });
      await rename(`${path}.new`, path);
      templates.set(template.name, template);
    },
    remove: async (name) => {
      if (!templates.has(name)) return false;
      await rm(join(folder, `${name}${fileSuffix}`), { force: true });
      return templates.delete(name);
    },
  };
}

/** A template is kept under its name; a file of another name would hide or double one. */
async function readTemplate(path: string, file: string): Promise<LabelTemplate | DamagedTemplate> {
  const fail = (detail: string): DamagedTemplate => ({ file, problems: [{ path: 'template', detail }] });
  try {
    const parsed = parseLabelTemplate(JSON.parse(await readFile(path, 'utf8')));
    if (!parsed.ok) return { file, problems: parsed.error };
    return `${parsed.value.name}${fileSuffix}` === file ? parsed.value : fail(`the file must be named ${parsed.value.name}${fileSuffix}`);
  } catch (error) {
    return fail(error instanceof Error ? error.message : String(error));
  }
}
