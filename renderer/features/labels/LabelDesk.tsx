import { useEffect, useState } from 'react';
import { useText } from '#renderer/text/useText.ts';
import { MessageBar } from '#renderer/ui/MessageBar.tsx';
import { Panel } from '#renderer/ui/Panel.tsx';
import { FieldsForm } from './FieldsForm.tsx';
import { LabelActions, type Notice } from './LabelActions.tsx';
import { LabelPreview } from './LabelPreview.tsx';
import css from './LabelsScreen.module.css';
import {
  sampleOf,
  templateOf,
  toTemplateText,
  usePreview,
  type LabelView,
  type ListedTemplate,
  type PreviewAnswer,
} from './useLabelDesk.ts';
import { ViewChoices } from './ViewChoices.tsx';

type Drawn = Extract<PreviewAnswer, { kind: 'drawn' }>;

/** One template on the desk: its picture, its data, its text. */
export function LabelDesk(props: {
  listed: ListedTemplate;
  notice: Notice | null;
  onNotice: (notice: Notice) => void;
  reload: () => Promise<void>;
  onSaved: (name: string) => void;
}) {
  const { t } = useText();
  const saved = toTemplateText(props.listed.template);
  const [templateText, setTemplateText] = useState(saved);
  const [isEditing, setIsEditing] = useState(false);
  // What was saved or brought back is what is edited from now on.
  useEffect(() => setTemplateText(saved), [saved]);
  const [fields, setFields] = useState<Readonly<Record<string, string>>>(() => sampleOf(props.listed.template));
  const [view, setView] = useState<LabelView>({ dpi: 203, printer: 'zpl', language: 'zh', reprintNo: 0 });
  const { answer, isAway } = usePreview(templateText, fields, view);
  const template = templateOf(templateText) ?? props.listed.template;
  const problems = answer?.kind === 'badData' ? answer.problems : [];
  return (
    <>
      <section className={css.middle}>
        <Panel title={t('labels.preview')} isFilling>
          <div className={css.preview}>
            <ViewChoices view={view} onChange={setView} />
            <Picture answer={answer} name={template.name} widthMm={template.widthMm} heightMm={template.heightMm} />
            {isAway ? <MessageBar tone="soon" text={t('labels.away')} isQuiet /> : null}
          </div>
        </Panel>
        <LabelActions
          {...props}
          templateText={templateText}
          fields={fields}
          isChanged={templateText !== saved}
          isPrintable={answer?.kind === 'drawn'}
          isEditing={isEditing}
          onEdit={() => setIsEditing(!isEditing)}
        />
      </section>
      {isEditing ? (
        <TemplateText text={templateText} answer={answer} onChange={setTemplateText} />
      ) : (
        <Panel title={t('labels.data')} isFilling>
          <FieldsForm
            template={template}
            fields={fields}
            problems={problems}
            onChange={(name, content) => setFields({ ...fields, [name]: content })}
          />
        </Panel>
      )}
    </>
  );
}

/** The last picture that could be drawn, and what to know about it. */
function Picture(props: { answer: PreviewAnswer | null; name: string; widthMm: number; heightMm: number }) {
  const { t } = useText();
  const { answer, name, widthMm, heightMm } = props;
  const [last, setLast] = useState<Drawn | null>(null);
  useEffect(() => {
    if (answer?.kind === 'drawn') setLast(answer);
  }, [answer]);
  return (
    <>
      <div className={css.table} data-testid="label-picture" data-stale={answer?.kind !== 'drawn'}>
        {last === null ? null : <LabelPreview preview={last} name={t('labels.previewOf', { name, width: widthMm, height: heightMm })} />}
      </div>
      {last === null ? null : <p className={css.quiet}>{t('labels.size', { width: widthMm, height: heightMm, bytes: last.byteCount })}</p>}
      {answer?.kind === 'badData' ? <p className={css.problem}>{t('labels.noPreview')}</p> : null}
      {last === null || last.cutTexts.length === 0 ? null : (
        <p className={`${css.quiet} ${css.oneLine}`}>{t('labels.cut', { text: last.cutTexts.join(' · ') })}</p>
      )}
    </>
  );
}

/** The template as text, with every fault of it and its place. */
function TemplateText(props: { text: string; answer: PreviewAnswer | null; onChange: (text: string) => void }) {
  const { t } = useText();
  const { text, answer, onChange } = props;
  return (
    <Panel title={t('labels.templateText')} isFilling>
      <div className={css.preview}>
        {answer?.kind === 'badTemplate'
          ? answer.problems.slice(0, 3).map(({ path, detail }) => (
              <p key={`${path} ${detail}`} className={css.problem} role="alert">
                {t('labels.problem', { path, detail })}
              </p>
            ))
          : null}
        <p className={css.quiet}>{t('labels.editHint')}</p>
        <textarea
          className={css.editor}
          aria-label={t('labels.templateText')}
          value={text}
          onChange={(event) => onChange(event.currentTarget.value)}
          spellCheck={false}
        />
      </div>
    </Panel>
  );
}
