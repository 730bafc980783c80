import { oc } from '@orpc/contract';
import { z } from 'zod';
import { printJob } from '#shared/model/device/device.ts';
import { deviceSetting, scalePattern } from '#shared/model/device/deviceSetting.ts';
import { labelFields } from './labelFields.ts';
import { printAuditEntry, printCause } from './printAudit.ts';

/** What is wrong with a setting, in words of renderer/text. */
const settingProblem = z.object({ field: z.string(), key: z.string(), params: z.record(z.string(), z.union([z.string(), z.number()])) });
/** Why a label was not taken: a message key of renderer/text, and a detail for the log. */
export const printRefused = {
  REFUSED: { message: 'The device or its queue did not take it.', data: z.object({ code: z.string().max(80), detail: z.string() }) },
} as const;
const saved = z.object({ problems: z.array(settingProblem) });
const device = z.object({ deviceId: z.string().max(80) });

/** How the devices of the station are set up. */
export const setupState = z.object({
  devices: z.array(deviceSetting),
  /** The simulated devices are in use and the real ones are closed. */
  isTraining: z.boolean(),
});
export type SetupState = z.infer<typeof setupState>;

/** What somebody who is trained does with the simulated devices. */
export const trainingAct = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('scan'), code: z.string().min(1).max(400) }),
  z.object({ kind: z.literal('weigh'), grams: z.number().int().min(0).max(100_000) }),
  z.object({ kind: z.literal('printer'), fault: z.enum(['paperOut', 'headOpen']).nullable() }),
]);
export type TrainingAct = z.infer<typeof trainingAct>;

/** What a scale sent while something of known weight lay on it. */
export const scaleRecording = z.object({
  characters: z.string().max(4_000),
  knownGrams: z.number().int().min(0).max(1_000_000),
  isStable: z.boolean(),
});

/** Settings, training, calibration and the history of print jobs, as the device screen uses them. */
export const deviceSetupContract = {
  state: oc.output(setupState),
  /** Adds a device or changes the one with its id. Nothing is saved while there are problems; saved it survives a restart. */
  save: oc.input(z.object({ setting: z.record(z.string().max(40), z.unknown()) })).output(saved),
  remove: oc.input(device).output(saved),
  /** Two devices of one kind exchange what they are reached by. */
  swap: oc.input(z.object({ deviceId: z.string().max(80), otherId: z.string().max(80) })).output(saved),
  /** Exactly these devices, as they were exported. */
  replaceAll: oc.input(z.object({ devices: z.array(z.record(z.string().max(40), z.unknown())).max(100) })).output(saved),
  setTraining: oc.input(z.object({ isTraining: z.boolean() })).output(setupState),
  train: oc.input(trainingAct).output(z.object({ isDone: z.boolean() })),
  tareScale: oc.input(device).output(z.object({ isDone: z.boolean() })),
  /** What the scale sends within the next moments, latin1 characters. */
  recordScale: oc.input(device).output(z.object({ characters: z.string() })),
  learnScale: oc
    .input(z.object({ recordings: z.array(scaleRecording).max(20) }))
    .output(z.object({ pattern: scalePattern.nullable(), refusal: z.string().nullable() })),
  /** Queues a test label for one printer, with its name and the code it is exchanged by; `captions` are the template's words. */
  printTest: oc
    .errors(printRefused)
    .input(device.extend({ jobId: z.string().min(1).max(80), captions: labelFields }))
    .output(printJob),
  /** Settled jobs, newest first. */
  settledJobs: oc.output(z.array(printJob)),
  /** Prints a settled label again, marked, under `newJobId`; null where it is not known any more. */
  reprint: oc
    .input(z.object({ jobId: z.string().max(80), newJobId: z.string().min(1).max(80), cause: printCause }))
    .output(printJob.nullable()),
  audit: oc.output(z.array(printAuditEntry)),
};
