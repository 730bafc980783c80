import i18next, { type i18n } from 'i18next';
import { initReactI18next } from 'react-i18next';
import { en } from './en.ts';
import { type Language, languageStorageKey, languages } from './languages.ts';
import { zhCN } from './zh-CN.ts';

/** i18next with both bundled languages, in `language` or the one chosen before; Chinese is the first language of the product. */
export function openText(language: Language | null = null): i18n {
  const instance = i18next.createInstance();
  const kept = globalThis.localStorage?.getItem(languageStorageKey);
  const chosen = language ?? languages.find((candidate) => candidate === kept) ?? 'zh-CN';
  void instance.use(initReactI18next).init({
    lng: chosen,
    fallbackLng: 'zh-CN',
    resources: { 'zh-CN': { translation: zhCN }, en: { translation: en } },
    interpolation: { escapeValue: false },
    initAsync: false,
  });
  const mark = (lng: string) => {
    if (typeof document !== 'undefined') document.documentElement.lang = lng;
    globalThis.localStorage?.setItem(languageStorageKey, lng);
  };
  if (typeof document !== 'undefined') document.documentElement.lang = chosen;
  instance.on('languageChanged', mark);
  return instance;
}
