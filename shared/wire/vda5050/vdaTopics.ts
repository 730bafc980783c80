import type { RobotRef } from './robotMessages.ts';

/** The versions of the standard that are spoken. */
export type VdaVersion = '2.0' | '2.1' | '3.0';

/** Full version of the header, and the part of the topic that stands for it. */
export const vdaVersions: Readonly<Record<VdaVersion, { readonly full: string; readonly topic: string; readonly interfaceName: string }>> =
  {
    '2.0': { full: '2.0.0', topic: 'v2', interfaceName: 'uagv' },
    '2.1': { full: '2.1.0', topic: 'v2', interfaceName: 'uagv' },
    '3.0': { full: '3.0.0', topic: 'v3', interfaceName: 'vda5050' },
  };

export const vdaSubtopics = ['order', 'instantActions', 'state', 'visualization', 'connection', 'factsheet'] as const;
export type VdaSubtopic = (typeof vdaSubtopics)[number];

/** `interfaceName/majorVersion/manufacturer/serialNumber/topic` (VDA 5050 6.4 / 3.0 6.2). */
export function toVdaTopic(version: VdaVersion, robot: RobotRef, subtopic: VdaSubtopic, interfaceName?: string): string {
  const known = vdaVersions[version];
  return `${interfaceName ?? known.interfaceName}/${known.topic}/${robot.manufacturer}/${robot.serialNumber}/${subtopic}`;
}

export type VdaTopicParts = RobotRef & { readonly interfaceName: string; readonly major: 2 | 3; readonly subtopic: VdaSubtopic };

/** The parts of a topic, or null where it is none of the standard's. */
export function parseVdaTopic(topic: string): VdaTopicParts | null {
  const parts = topic.split('/');
  const [interfaceName, major, manufacturer, serialNumber, subtopic] = parts;
  if (parts.length !== 5 || !interfaceName || !manufacturer || !serialNumber || !/^[A-Za-z0-9_.:-]+$/.test(serialNumber)) return null;
  if ((major !== 'v2' && major !== 'v3') || !vdaSubtopics.some((known) => known === subtopic)) return null;
  return { interfaceName, major: major === 'v2' ? 2 : 3, manufacturer, serialNumber, subtopic: subtopic as VdaSubtopic };
}

/** The version a header's full version belongs to: anything of major 2 but 2.0 is read as 2.1; null for a major that is not spoken. */
export function toVdaVersion(full: string): VdaVersion | null {
  const [major, minor] = full.split('.');
  if (major === '2') return minor === '0' ? '2.0' : '2.1';
  return major === '3' ? '3.0' : null;
}
