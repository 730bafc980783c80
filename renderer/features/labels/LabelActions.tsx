import { IconDeviceFloppy, IconPencil, IconPrinter, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import type { DeviceState } from '#shared/model/device/device.ts';
import type { Message } from '#shared/model/workflow/workflow.ts';
import { useObservable, useStation } from '#renderer/bridge/StationContext.tsx';
import { useText } from '#renderer/text/useText.ts';
import { BigButton } from '#renderer/ui/BigButton.tsx';
import { MessageBar } from '#renderer/ui/MessageBar.tsx';
import type { Tone } from '#renderer/ui/tokens.ts';
import css from './LabelsScreen.module.css';
import type { ListedTemplate } from './useLabelDesk.ts';
import { Choice } from './ViewChoices.tsx';

/** No printer of its own: the queue chooses. No device has an empty id. */
const anyPrinter = '';

/** What came of the last thing done. */
export type Notice = { readonly tone: Tone; readonly message: Message };

type ActionProps = {
  listed: ListedTemplate;
  notice: Notice | null;
  onNotice: (notice: Notice) => void;
  templateText: string;
  fields: Readonly<Record<string, string>>;
  isChanged: boolean;
  isPrintable: boolean;
  isEditing: boolean;
  onEdit: () => void;
  reload: () => Promise<void>;
  onSaved: (name: string) => void;
};

/** Test print, edit, save as the site's own, delete; and what came of it. */
export function LabelActions(props: ActionProps) {
  const { operator: cell } = useStation();
  const { t, say } = useText();
  const [chosenId, setChosenId] = useState(anyPrinter);
  const printers = usePrinters();
  // A printer that was taken away is no choice any more.
  const printerId = printers.some(({ deviceId }) => deviceId === chosenId) ? chosenId : anyPrinter;
  const { print, save, remove } = useLabelActions(props, printerId);
  const roles = useObservable(cell)?.roles ?? [];
  const mayChange = roles.includes('supervisor') || roles.includes('admin');
  const { notice, isChanged } = props;
  return (
    <>
      {notice === null ? null : <MessageBar tone={notice.tone} text={say(notice.message)} />}
      {isChanged ? <p className={css.quiet}>{t('labels.testUnsaved')}</p> : null}
      {mayChange ? null : <p className={css.quiet}>{t('labels.notAllowed')}</p>}
      {printers.length === 0 ? null : (
        <Choice
          label={t('labels.whichPrinter')}
          options={[anyPrinter, ...printers.map(({ deviceId }) => deviceId)]}
          chosen={printerId}
          wordOf={(id) => printers.find(({ deviceId }) => deviceId === id)?.name ?? t('labels.anyPrinter')}
          onChoose={setChosenId}
        />
      )}
      <div className={css.actions}>
        <BigButton
          icon={IconPrinter}
          label={t('labels.testPrint')}
          look="main"
          isDisabled={!props.isPrintable || isChanged}
          onPress={print}
        />
        <BigButton icon={IconPencil} label={t('labels.edit')} isPressed={props.isEditing} onPress={props.onEdit} />
        <BigButton icon={IconDeviceFloppy} label={t('labels.save')} isDisabled={!mayChange || !isChanged} onPress={save} />
        {props.listed.origin === 'site' ? (
          <BigButton icon={IconTrash} label={t('labels.remove')} isDisabled={!mayChange} onPress={remove} />
        ) : null}
      </div>
    </>
  );
}

/** The station's printers, as they are connected now. */
function usePrinters(): readonly DeviceState[] {
  const { connection } = useStation();
  return useObservable(connection)?.devices.filter(({ kind }) => kind === 'printer') ?? [];
}

/** The work behind the buttons; a failure is said, never thrown. */
function useLabelActions(props: ActionProps, printerId: string) {
  const { bridge } = useStation();
  const { t, name: nameOf } = useText();
  const tell = (tone: Tone, key: string, params: Message['params'] = {}): void => props.onNotice({ tone, message: { key, params } });
  const orSay = (work: Promise<void>, key: string): void =>
    void work.catch((error: unknown) => tell('late', key, { reason: reasonOf(error) }));
  const { name, title } = props.listed.template;
  const save = async (): Promise<void> => {
    const answer = await bridge.client.labels.save({ templateText: props.templateText });
    if (answer.kind === 'badTemplate') return tell('late', 'labels.problem', answer.problems[0] ?? {});
    await props.reload();
    props.onSaved(answer.name);
    tell('ok', 'labels.saved', { name: answer.name });
  };
  const remove = async (): Promise<void> => {
    await bridge.client.labels.remove({ name });
    await props.reload();
    tell('ok', 'labels.removed');
  };
  const print = async (): Promise<void> => {
    const fields = Object.fromEntries(Object.entries(props.fields).filter(([, content]) => content !== ''));
    const subject = `${t('labels.testPrint')} ${title === undefined ? name : nameOf(title)}`;
    const jobId = `test-${crypto.randomUUID()}`;
    const only = printerId === anyPrinter ? {} : { onlyPrinterId: printerId };
    await bridge.client.devices.print({ jobId, template: name, subject, parcelId: null, fields, isReprint: false, ...only });
    tell('ok', 'labels.testQueued');
  };
  return {
    save: () => orSay(save(), 'labels.saveFailed'),
    remove: () => orSay(remove(), 'labels.saveFailed'),
    print: () => orSay(print(), 'labels.testFailed'),
  };
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
