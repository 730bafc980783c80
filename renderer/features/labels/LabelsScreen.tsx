import { useState } from 'react';
import { useText } from '#renderer/text/useText.ts';
import { MessageBar } from '#renderer/ui/MessageBar.tsx';
import { Panel } from '#renderer/ui/Panel.tsx';
import type { Notice } from './LabelActions.tsx';
import { LabelDesk } from './LabelDesk.tsx';
import css from './LabelsScreen.module.css';
import { useTemplates } from './useLabelDesk.ts';

/** The label templates of the product and of the site: preview with sample data, changes kept as the site's own, test print. */
export function LabelsScreen() {
  const { t, name } = useText();
  const { list, reload } = useTemplates();
  const [chosen, setChosen] = useState<string | null>(null);
  const [notice, setNotice] = useState<Notice | null>(null);
  const templates = list?.templates ?? [];
  const listed = templates.find(({ template }) => template.name === chosen) ?? templates[0];
  return (
    <main className={css.screen}>
      <aside className={css.side}>
        <h1 className={css.title}>{t('labels.title')}</h1>
        <ul className={css.list}>
          {templates.map(({ template, origin, isReplacing }) => (
            <li key={template.name}>
              <button
                type="button"
                className={`${css.entry} ${template.name === listed?.template.name ? css.current : ''}`}
                aria-current={template.name === listed?.template.name}
                onClick={() => {
                  setNotice(null);
                  setChosen(template.name);
                }}
              >
                <strong>{template.title === undefined ? template.name : name(template.title)}</strong>
                <span className={css.entryNote}>
                  {template.widthMm} × {template.heightMm} · {t(`labels.${origin}`)}
                  {isReplacing ? ` · ${t('labels.replaces')}` : ''}
                </span>
              </button>
            </li>
          ))}
        </ul>
        {list?.damaged.map(({ file, problems }) => (
          <MessageBar
            key={file}
            tone="soon"
            isQuiet
            text={t('labels.damaged', { file, detail: problems.map(({ path, detail }) => `${path}: ${detail}`).join('; ') })}
          />
        ))}
      </aside>
      {listed === undefined ? (
        <Panel title={t('labels.preview')} isFilling>
          <span />
        </Panel>
      ) : (
        <LabelDesk key={listed.template.name} listed={listed} reload={reload} onSaved={setChosen} notice={notice} onNotice={setNotice} />
      )}
    </main>
  );
}
