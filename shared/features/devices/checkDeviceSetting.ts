import { err, ok, type Result } from '#shared/base/result.ts';
import { deviceSetting, maxDeviceSettings, type DeviceSetting } from '#shared/model/device/deviceSetting.ts';
import { toPatternProtocol } from '#shared/wire/scale/scalePattern.ts';

/** What is wrong with a setting: the field, a message key of renderer/text, and what to put into the sentence. */
export type SettingProblem = { readonly field: string; readonly key: string; readonly params: Readonly<Record<string, string | number>> };

type Issue = {
  readonly code: string;
  readonly path: readonly PropertyKey[];
  readonly errors?: readonly (readonly Issue[])[];
  readonly minimum?: unknown;
  readonly maximum?: unknown;
  readonly input?: unknown;
};

/**
 * Checks what a person wrote as the setting of a device, beside the other devices of the station. All problems are told, each with the field
 * it is about.
 */
export function checkDeviceSetting(given: unknown, others: readonly DeviceSetting[]): Result<DeviceSetting, readonly SettingProblem[]> {
  const parsed = deviceSetting.safeParse(given);
  if (!parsed.success) return err(likeliest(parsed.error.issues as readonly Issue[]).map(toProblem));
  const setting = parsed.data;
  const rest = others.filter((other) => other.deviceId !== setting.deviceId);
  const problems = [...lineProblems(setting, rest), ...protocolProblems(setting)];
  if (rest.length >= maxDeviceSettings) problems.push({ field: 'deviceId', key: 'setting.tooMany', params: { most: maxDeviceSettings } });
  return problems.length === 0 ? ok(setting) : err(problems);
}

/** The line two devices cannot share, in words. */
function lineProblems(setting: DeviceSetting, rest: readonly DeviceSetting[]): SettingProblem[] {
  const line = lineOf(setting);
  const taken = line === null ? undefined : rest.find((other) => lineOf(other)?.text === line.text);
  const named = rest.find((other) => other.name === setting.name && other.kind === setting.kind);
  return [
    ...(line !== null && taken !== undefined ? [{ field: line.field, key: 'setting.lineTaken', params: { device: taken.name } }] : []),
    ...(named === undefined ? [] : [{ field: 'name', key: 'setting.nameTaken', params: { device: named.name } }]),
  ];
}

function protocolProblems(setting: DeviceSetting): SettingProblem[] {
  // Without a pattern it can only be recorded, which is how a pattern is found.
  if (setting.kind !== 'scale' || setting.protocol !== 'pattern' || setting.pattern === null) return [];
  const protocol = toPatternProtocol(setting.pattern);
  return protocol.ok ? [] : [{ field: 'pattern', key: protocol.error, params: {} }];
}

function lineOf(setting: DeviceSetting): { readonly field: string; readonly text: string } | null {
  if (setting.via === 'serial' || setting.via === 'hid') return { field: 'path', text: `${setting.via} ${setting.path}` };
  if (setting.via === 'tcp') return { field: 'port', text: `tcp ${setting.host}:${setting.port}` };
  return setting.via === 'ipp' ? { field: 'path', text: `ipp ${setting.host}:${setting.port}${setting.path}` } : null;
}

/** The issues of the alternative the writer meant: the one of the same kind and line, else the one that failed least. */
function likeliest(issues: readonly Issue[]): readonly Issue[] {
  const first = issues[0];
  if (first?.errors === undefined) return issues;
  const isOfKind = (alternative: readonly Issue[]): boolean => !alternative.some(({ path }) => path[0] === 'kind' || path[0] === 'via');
  const meant = first.errors.find(isOfKind) ?? [...first.errors].sort((one, other) => one.length - other.length)[0];
  return meant === undefined || meant.length === 0 ? issues : likeliest(meant);
}

function toProblem(issue: Issue): SettingProblem {
  const field = issue.path.map(String).join('.') || 'kind';
  if (issue.code === 'too_small' && issue.minimum !== undefined)
    return Number(issue.minimum) === 1 && typeof issue.input !== 'number'
      ? { field, key: 'setting.missing', params: {} }
      : { field, key: 'setting.tooSmall', params: { least: Number(issue.minimum) } };
  if (issue.code === 'too_big') return { field, key: 'setting.tooBig', params: { most: Number(issue.maximum) } };
  if (issue.code === 'invalid_type') return { field, key: 'setting.missing', params: {} };
  return { field, key: 'setting.notAllowed', params: {} };
}
