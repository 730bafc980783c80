import { expect, test } from 'vitest';
import { labelTemplateNames, loadLabelTemplates } from '#electron/drivers/printer/loadLabelTemplates.ts';
import { roundTripLabels } from '#test/support/labels/roundTripLabels.ts';

/** A slice of what `npm run bench -- labels` does with 200 sets a template. */
const slices = labelTemplateNames.flatMap((name) => [
  { name, dpi: 203, dotsPerMm: 8, from: 1000, sets: 2 },
  { name, dpi: 300, dotsPerMm: 12, from: 2000, sets: 1 },
]);

test.each(slices)(
  '[LB6] [LB8] [LB10] $name at $dpi dpi: every code scans, no text leaves its box, every language prints the same picture',
  async ({ name, ...slice }) => {
    const template = loadLabelTemplates().get(name) ?? expect.fail('no template');
    const { labels, faults, unread, overflowing, inkOutside, dotsElsewhere } = await roundTripLabels(template, slice);
    const none = { zpl: 0, tspl: 0, escpos: 0 };
    expect({ labels, faults, unread, overflowing, inkOutside, dotsElsewhere }).toEqual({
      ...{ labels: slice.sets, faults: [], overflowing: 0 },
      ...{ unread: none, inkOutside: none, dotsElsewhere: none },
    });
  },
  120_000,
);
