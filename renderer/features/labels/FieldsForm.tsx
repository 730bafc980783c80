import { useText } from '#renderer/text/useText.ts';
import css from './LabelsScreen.module.css';
import type { LabelTemplate, PreviewAnswer } from './useLabelDesk.ts';

type Problem = Extract<PreviewAnswer, { kind: 'badData' }>['problems'][number];

/** The sample data, a field a line; what is wrong with a field stands under it. */
export function FieldsForm(props: {
  template: LabelTemplate;
  fields: Readonly<Record<string, string>>;
  problems: readonly Problem[];
  onChange: (name: string, content: string) => void;
}) {
  const { t, say, name, language } = useText();
  const { template, fields, problems, onChange } = props;
  if (template.fields.length === 0) return <p className={css.quiet}>{t('labels.none')}</p>;
  return (
    <div className={css.fields}>
      {problems
        .filter((problem) => problem.field === null)
        .map((problem) => (
          <p key={problem.detail} className={css.problem} role="alert">
            {say({ key: problem.key, params: problem.params })}
          </p>
        ))}
      {template.fields.map((field) => {
        const problem = problems.find((one) => one.field === field.name);
        const standsFor = field.default?.[language === 'en' ? 'en' : 'zh'];
        const inputId = `label-field-${field.name}`;
        return (
          <div key={field.name} className={css.field}>
            <label htmlFor={inputId} className={css.fieldName}>
              {field.title === undefined ? field.name : name(field.title)}
              {field.isRequired ? <span className={css.quiet}> · {t('labels.required')}</span> : null}
            </label>
            <input
              id={inputId}
              className={`${css.input} ${problem === undefined ? '' : css.bad}`}
              value={fields[field.name] ?? ''}
              placeholder={standsFor ?? ''}
              onChange={(event) => onChange(field.name, event.currentTarget.value)}
              aria-invalid={problem !== undefined}
              aria-describedby={problem === undefined ? undefined : `${inputId}-problem`}
              autoComplete="off"
              spellCheck={false}
            />
            {problem === undefined ? null : (
              <span id={`${inputId}-problem`} className={css.problem} role="alert">
                {say({ key: problem.key, params: problem.params })}
              </span>
            )}
          </div>
        );
      })}
    </div>
  );
}
