import type { Language } from './languages.ts';

/** Parameters for a sentence: of a pair `skuZh`, `skuEn` the language's half becomes `sku`. */
export function namedParams(params: Readonly<Record<string, string | number>>, language: Language): Record<string, string | number> {
  const suffix = language === 'en' ? 'En' : 'Zh';
  const named: Record<string, string | number> = {};
  for (const [key, content] of Object.entries(params)) {
    if (key.endsWith(suffix)) named[key.slice(0, -2)] = content;
    else if (!/(Zh|En)$/.test(key)) named[key] = content;
  }
  return named;
}
