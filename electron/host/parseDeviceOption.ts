import { deviceSetting, type DeviceSetting } from '#shared/model/device/deviceSetting.ts';
import { err, ok, type Result } from '#shared/base/result.ts';

/** Short words for the commonest devices. */
const shorthands: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  serial: { kind: 'scanner', via: 'serial' },
  hid: { kind: 'scanner', via: 'hid' },
  tcp: { kind: 'printer', via: 'tcp' },
};

/**
 * Reads one `--device` option: `name=text` pairs with commas, such as `kind=scanner,path=/dev/ttyACM0,baudRate=9600`,
 * `kind=printer,host=10.0.0.9,port=9100` or `kind=scale,path=/dev/ttyUSB0,protocol=mtSics`. `kind=serial` is a scanner on a serial line.
 * `via` follows from `path` or `host`; `deviceId` is the kind and `no` unless given. The error is a sentence.
 */
export function parseDeviceOption(text: string, no: number): Result<DeviceSetting, string> {
  const pairs = new Map<string, string>();
  for (const part of text.split(',')) {
    const at = part.indexOf('=');
    if (at < 1) return err(`--device ${text}: "${part}" is not name=text.`);
    pairs.set(part.slice(0, at).trim(), part.slice(at + 1).trim());
  }
  const kind = pairs.get('kind');
  if (kind === undefined) return err(`--device ${text}: kind= is missing (scanner, printer, scale).`);
  const given: Readonly<Record<string, string>> = { ...Object.fromEntries(pairs), ...shorthands[kind] };
  if (!['scanner', 'printer', 'scale'].includes(given.kind ?? ''))
    return err(`--device ${text}: kind=${kind} is not scanner, printer or scale.`);
  const deviceId = pairs.get('deviceId') ?? `${given.kind}-${no}`;
  const filled = { via: pairs.has('host') ? 'tcp' : 'serial', deviceId, name: deviceId, ...given };
  const typed = Object.fromEntries(Object.entries(filled).map(([name, word]) => [name, typedWord(name, word)]));
  const parsed = deviceSetting.safeParse(typed);
  if (parsed.success) return ok(parsed.data);
  return err(`--device ${text}: not a device of this station (${firstReason(parsed.error.issues)}).`);
}

const textFields = new Set(['deviceId', 'name', 'path', 'host']);

function typedWord(name: string, word: string): string | number | boolean {
  if (textFields.has(name)) return word;
  if (word === 'true' || word === 'false') return word === 'true';
  return /^\d+$/.test(word) ? Number(word) : word;
}

type Issue = { readonly path: readonly PropertyKey[]; readonly message: string; readonly errors?: readonly (readonly Issue[])[] };

/** The reason of the alternative that failed least: the one the writer most likely meant. */
function firstReason(issues: readonly Issue[]): string {
  const issue = issues[0];
  if (!issue) return 'invalid';
  const alternatives = [...(issue.errors ?? [])].sort((a, b) => a.length - b.length);
  if (alternatives[0]) return firstReason(alternatives[0]);
  return `${issue.path.map(String).join('.')}: ${issue.message}`;
}
