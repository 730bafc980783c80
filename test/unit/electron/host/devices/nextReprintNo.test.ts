import { expect, test } from 'vitest';
import { createLabelMaker } from '#electron/host/devices/createLabelMaker.ts';
import { nextReprintNo } from '#electron/host/devices/nextReprintNo.ts';
import type { PrintJob } from '#shared/model/device/device.ts';
import { drawLabelsHere } from '#test/support/labels/drawLabelsHere.ts';

const job = (change: Partial<PrintJob>): PrintJob => ({
  ...{ jobId: 'j', template: 'tote', subject: '0012', parcelId: null, printerId: null, status: 'confirmed' },
  ...{ fault: null, isReprint: false, createdAtMs: 0, updatedAtMs: 0 },
  ...change,
});
const reprinted = job({ isReprint: true });

test('[LB5] reprints are counted: along the chain, and over those of the same thing that are known', () => {
  expect([
    nextReprintNo(job({}), {}, [job({})]),
    nextReprintNo(job({}), {}, [job({}), reprinted, reprinted, job({ isReprint: true, subject: '0013' })]),
    nextReprintNo(reprinted, { reprintNo: '4' }, [reprinted]),
    nextReprintNo(reprinted, { reprintNo: '400' }, []),
    nextReprintNo(reprinted, {}, []),
  ]).toEqual([1, 3, 5, 99, 2]);
});

test('[LB5] the number is printed on a reprint and only there', async () => {
  const maker = createLabelMaker(drawLabelsHere());
  const mark = async (isReprint: boolean, reprintNo?: string) => {
    const fields = { code: 'TT-1-X', title: '1', ...(reprintNo === undefined ? {} : { reprintNo }) };
    const label = await maker.compose({ jobId: 'j', template: 'tote', fields, isReprint });
    const texts = label.ok ? label.value.elements.map(({ element }) => (element.kind === 'text' ? element.text : '')) : [];
    return texts.find((text) => text.startsWith('补打')) ?? null;
  };
  expect([await mark(false), await mark(false, '2'), await mark(true), await mark(true, '2')]).toEqual([null, null, '补打 1', '补打 2']);
});
