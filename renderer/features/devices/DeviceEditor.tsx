import { IconDeviceFloppy, IconTrash, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import type { DeviceSetting } from '#shared/model/device/deviceSetting.ts';
import { useText } from '#renderer/text/useText.ts';
import type { TextKey } from '#renderer/text/textTable.ts';
import { BigButton } from '#renderer/ui/BigButton.tsx';
import { MessageBar } from '#renderer/ui/MessageBar.tsx';
import { Panel } from '#renderer/ui/Panel.tsx';
import css from './DeviceEditor.module.css';
import { fieldsOf, suffixWords, type EditedSetting, type SettingField } from './settingFields.ts';
import { ScaleRecorder } from './ScaleRecorder.tsx';
import type { useDeviceSetup, SettingProblem } from './useDeviceSetup.ts';

/** The setting of one device, field by field; what is wrong stands under its field. */
export function DeviceEditor(props: {
  setting: DeviceSetting | null;
  deviceSetup: ReturnType<typeof useDeviceSetup>;
  newId: () => string;
  onClose: () => void;
}) {
  const text = useText();
  const { t } = text;
  const { setup, change } = props.deviceSetup;
  const [edited, setEdited] = useState<EditedSetting>(
    () => props.setting ?? { kind: 'scanner', via: 'serial', deviceId: props.newId(), name: '' },
  );
  const [problems, setProblems] = useState<readonly SettingProblem[]>([]);
  const [isSaved, setIsSaved] = useState(false);
  // The recorder hears a scale that is open on the line as it is written here.
  const isListening = isSaved || (props.setting?.kind === 'scale' && props.setting.protocol === 'pattern');
  const fields = fieldsOf(edited, props.setting === null);
  const put = (name: string, content: unknown) => {
    setIsSaved(false);
    setEdited((before) => ({ ...before, [name]: content }));
  };
  const save = async () => {
    const told = await change(setup.save({ setting: { ...edited } }));
    setProblems(told);
    setIsSaved(told.length === 0);
  };
  const remove = async () => {
    const told = await change(setup.remove({ deviceId: String(edited.deviceId) }));
    if (told.length === 0) props.onClose();
    setProblems(told);
  };
  const problemOf = (name: string) => problems.find((problem) => problem.field.split('.')[0] === name);
  const others = problems.filter((problem) => !fields.some((field) => field.name === problem.field.split('.')[0]));
  return (
    <Panel title={props.setting?.name ?? t('devices.addTitle')} isFilling>
      <form
        className={css.form}
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        {fields.map((field) => (
          <FieldRow
            key={field.name}
            field={field}
            content={edited[field.name]}
            problem={problemOf(field.name)}
            onChange={(content) => put(field.name, content)}
          />
        ))}
        {edited.kind !== 'scale' || edited.protocol !== 'pattern' ? null : edited.pattern == null && !isListening ? (
          <MessageBar tone="info" text={t('devices.recordSaveFirst')} />
        ) : (
          <ScaleRecorder deviceId={String(edited.deviceId)} setup={setup} onLearnt={(pattern) => put('pattern', pattern)} />
        )}
        {others.map((problem) => (
          <MessageBar key={`${problem.field} ${problem.key}`} tone="late" text={text.say({ key: problem.key, params: problem.params })} />
        ))}
        {isSaved ? <MessageBar tone="ok" text={t('devices.saved')} /> : null}
        <div className={css.actions}>
          <BigButton icon={IconDeviceFloppy} look="main" label={t('devices.save')} onPress={() => void save()} />
          {props.setting === null ? null : <BigButton icon={IconTrash} label={t('devices.remove')} onPress={() => void remove()} />}
          <BigButton icon={IconX} label={t('devices.close')} onPress={props.onClose} />
        </div>
      </form>
    </Panel>
  );
}

function FieldRow(props: {
  field: SettingField;
  content: unknown;
  problem: SettingProblem | undefined;
  onChange: (content: unknown) => void;
}) {
  const text = useText();
  const { field, content, problem } = props;
  const shown = typeof content === 'string' || typeof content === 'number' ? String(content) : content === true ? 'true' : '';
  const change = (given: string) =>
    props.onChange(
      field.isFlag === true
        ? given === 'true'
        : field.isNumber && given.trim() !== '' && !Number.isNaN(Number(given))
          ? Number(given)
          : given,
    );
  const id = `setting-${field.name}`;
  return (
    <label className={css.row} htmlFor={id}>
      <span className={css.name}>{text.t(`setting.field.${field.name}` as TextKey)}</span>
      {field.choices === undefined ? (
        <input
          id={id}
          className={css.input}
          value={shown}
          inputMode={field.isNumber ? 'numeric' : 'text'}
          aria-invalid={problem !== undefined}
          onChange={(event) => change(event.target.value)}
        />
      ) : (
        <select
          id={id}
          className={css.input}
          value={field.isFlag === true ? String(content === true) : shown}
          onChange={(event) => change(event.target.value)}
        >
          {field.choices.map((choice) => (
            <option key={choice} value={choice}>
              {wordOf(field, choice, text.t)}
            </option>
          ))}
        </select>
      )}
      {problem === undefined ? null : <span className={css.problem}>{text.say({ key: problem.key, params: problem.params })}</span>}
    </label>
  );
}

/** Choices with words of their own; baud rates, languages and the like stand as they are. */
function wordOf(field: SettingField, choice: string, t: ReturnType<typeof useText>['t']): string {
  if (field.name === 'kind') return t(`devices.kind.${choice}` as TextKey);
  if (field.isFlag === true) return t(choice === 'true' ? 'setting.yes' : 'setting.no');
  if (field.name === 'suffix') return t(`setting.choice.${suffixWords[choice] ?? 'pause'}`);
  return ['via', 'parity', 'protocol'].includes(field.name) ? t(`setting.choice.${choice}` as TextKey) : choice;
}
