import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { VdaSubtopic, VdaVersion } from '#shared/wire/vda5050/vdaTopics.ts';

const folder = path.resolve('../shared/data/vda5050');
const folders: Readonly<Record<VdaVersion, string>> = { '2.0': '2.0.0', '2.1': '2.1.0', '3.0': '3.0.x-main-0b2ae43' };

/** Why the official schemas cannot be asked, or null where they lie beside the project. */
export function schemasMissingReason(): string | null {
  return existsSync(folder) ? null : `the official schemas are not in ${folder}`;
}

/** A check of messages against the official schema of a version and topic: what is wrong, or ''. */
export function openSchemaCheck(): (version: VdaVersion, subtopic: VdaSubtopic, message: unknown) => string {
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  const known = new Map<string, ReturnType<typeof ajv.compile>>();
  return (version, subtopic, message) => {
    const key = `${version}/${subtopic}`;
    const check = known.get(key) ?? ajv.compile(readSchema(version, subtopic));
    known.set(key, check);
    return check(message) ? '' : ajv.errorsText(check.errors);
  };
}

function readSchema(version: VdaVersion, subtopic: VdaSubtopic): object {
  const base = path.join(folder, folders[version], subtopic);
  const file = existsSync(`${base}.schema`) ? `${base}.schema` : `${base}.json`;
  const { $schema: _, $id: __, ...schema } = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
  return schema;
}
