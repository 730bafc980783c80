import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { demoSiteSchemas } from './demoSiteFiles.ts';
import { drawFloorPlan } from './drawFloorPlan.ts';
import { generateDemoSite } from './generateDemoSite.ts';
import { drawPictures } from './pictures/drawPictures.ts';

/** The seed of the committed demo site. */
export const demoSiteSeed = 30;

/** Writes resources/demoSite anew: data (one row a line), pictures and floor plan. */
export async function writeDemoSite(folder: string): Promise<void> {
  const files = await generateDemoSite(demoSiteSeed);
  mkdirSync(join(folder, 'pictures'), { recursive: true });
  for (const name of Object.keys(demoSiteSchemas) as (keyof typeof demoSiteSchemas)[]) {
    const rows = files[name].map((row) => JSON.stringify(row));
    writeFileSync(join(folder, `${name}.json`), `[\n${rows.join(',\n')}\n]\n`);
  }
  for (const [name, svg] of Object.entries(drawPictures())) writeFileSync(join(folder, 'pictures', `${name}.svg`), svg);
  writeFileSync(join(folder, 'floorPlan.svg'), drawFloorPlan(files));
}

if (process.argv[1]?.endsWith('writeDemoSite.ts') === true) await writeDemoSite(process.argv[2] ?? 'resources/demoSite');
