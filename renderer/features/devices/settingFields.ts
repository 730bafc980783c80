import { printerLanguage, scaleProtocol } from '#shared/model/device/deviceSetting.ts';

/** A setting while somebody writes it: anything may be wrong. */
export type EditedSetting = Readonly<Record<string, unknown>>;

/** A field a person fills in; with choices it is one of them. */
export type SettingField = {
  readonly name: string;
  readonly isNumber: boolean;
  readonly choices?: readonly string[];
  /** Yes or no. */
  readonly isFlag?: boolean;
};

/** What ends a scanner's code, and its word below `setting.choice`. */
export const suffixWords: Readonly<Record<string, 'crLf' | 'tab' | 'pause'>> = { '\r\n': 'crLf', '\t': 'tab', '': 'pause' };

const linesOf: Readonly<Record<string, readonly string[]>> = {
  scanner: ['serial', 'tcp', 'hid'],
  printer: ['tcp', 'serial', 'ipp'],
  scale: ['serial', 'tcp'],
};
const word = (name: string): SettingField => ({ name, isNumber: false });
const number = (name: string): SettingField => ({ name, isNumber: true });
const choice = (name: string, choices: readonly string[], isNumber = false): SettingField => ({ name, isNumber, choices });
const flag = (name: string): SettingField => ({ name, isNumber: false, choices: ['false', 'true'], isFlag: true });
const lineFields: Readonly<Record<string, readonly SettingField[]>> = {
  serial: [
    word('path'),
    number('baudRate'),
    choice('dataBits', ['8', '7'], true),
    choice('parity', ['none', 'even', 'odd']),
    choice('stopBits', ['1', '2'], true),
  ],
  tcp: [word('host'), number('port')],
  ipp: [word('host'), number('port'), word('path'), flag('believesQueue')],
  hid: [word('path')],
};

/** The fields of a setting of this kind and line. The kind of a device that is there already stays. */
export function fieldsOf(edited: EditedSetting, isNew: boolean): readonly SettingField[] {
  const kind = String(edited.kind);
  const via = String(edited.via);
  return [
    word('name'),
    ...(isNew ? [choice('kind', Object.keys(linesOf))] : []),
    ...(via === 'port' ? [] : [choice('via', linesOf[kind] ?? [])]),
    ...(lineFields[via] ?? []),
    ...(kind === 'printer' ? [choice('language', printerLanguage.options), number('dpi'), flag('isFallback'), flag('isShared')] : []),
    ...(kind === 'scanner' && via !== 'hid' ? [choice('suffix', Object.keys(suffixWords))] : []),
    ...(kind === 'scale' ? [choice('protocol', scaleProtocol.options), number('maxGrams')] : []),
  ];
}
