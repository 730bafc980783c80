import type { LabelDrawer } from '#electron/drivers/printer/createLabelDrawer.ts';
import { createTextRasterizer } from '#electron/drivers/printer/createTextRasterizer.ts';
import { doLabelTask } from '#electron/drivers/printer/labelWork.ts';

/** A drawer without a thread: the same work, at once. */
export function drawLabelsHere(): LabelDrawer {
  const rasterizer = createTextRasterizer();
  return {
    run: async (task) => doLabelTask(task, rasterizer) as never,
    warmUp: () => undefined,
    close: async () => undefined,
  };
}
