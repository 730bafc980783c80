import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Message } from '#shared/model/workflow/workflow.ts';
import type { BilingualText } from '#shared/model/common.ts';
import type { Language } from './languages.ts';
import { namedParams } from './namedParams.ts';
import type { TextKey } from './textTable.ts';

/** Sentences in the operator's language. */
export type Text = {
  readonly language: Language;
  /** The sentence of a key. */
  t(key: TextKey, params?: Readonly<Record<string, string | number>>): string;
  /** A message of a workflow, rule or device; a key without a sentence is shown as such, never swallowed. */
  say(message: Message): string;
  /** The language's half of a bilingual name. */
  name(text: BilingualText | undefined): string;
  /** An age in the largest whole unit. */
  age(lastsMs: number): string;
  setLanguage(language: Language): void;
};

/** Sentences in the language chosen now; paints again when it changes. */
export function useText(): Text {
  const { t: translate, i18n } = useTranslation();
  const language: Language = i18n.language === 'en' ? 'en' : 'zh-CN';
  return useMemo(() => {
    const t: Text['t'] = (key, params) => String(translate(key, params ?? {}));
    return {
      language,
      t,
      say(message) {
        if (!i18n.exists(message.key)) return t('common.unknownMessage', { key: message.key });
        const params = namedParams(message.params, language);
        const kind = message.params['thingKind'];
        if (typeof kind === 'string' && i18n.exists(`thing.${kind}`)) params['kind'] = String(translate(`thing.${kind}`));
        return String(translate(message.key, params));
      },
      name: (text) => (text === undefined ? '?' : language === 'en' ? text.en : text.zh),
      age(lastsMs) {
        const seconds = Math.max(0, Math.floor(lastsMs / 1000));
        if (seconds < 60) return t('age.seconds', { n: seconds });
        if (seconds < 3600) return t('age.minutes', { n: Math.floor(seconds / 60) });
        if (seconds < 86_400) return t('age.hours', { n: Math.floor(seconds / 3600) });
        return t('age.days', { n: Math.floor(seconds / 86_400) });
      },
      setLanguage: (next) => void i18n.changeLanguage(next),
    };
  }, [translate, i18n, language]);
}
