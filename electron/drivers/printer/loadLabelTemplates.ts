import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { labelTemplate, type LabelTemplate } from '#shared/wire/label/labelTemplate.ts';

/** Templates that come with the product, resources/labels. */
export const labelTemplateNames = [
  'bag',
  'waybill',
  'shelf',
  'price',
  'markdown',
  'lot',
  'tote',
  'bin',
  'badge',
  'commandSheet',
  'test',
  'document',
] as const;

/** Reads the templates; throws when one is damaged: that is a fault of the installation. */
export function loadLabelTemplates(): ReadonlyMap<string, LabelTemplate> {
  const require = createRequire(import.meta.url);
  return new Map(
    labelTemplateNames.map((name) => {
      const text = readFileSync(require.resolve(`#resources/labels/${name}.json`), 'utf8');
      return [name, labelTemplate.parse(JSON.parse(text))];
    }),
  );
}
