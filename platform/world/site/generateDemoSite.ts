import { asId } from '#shared/base/ids.ts';
import { createPrng } from '#shared/base/prng.ts';
import { composeSkus } from './composeSkus.ts';
import { makeCouriers, makeOperators } from './demoPeople.ts';
import type { DemoSiteFiles } from './demoSiteFiles.ts';
import { demoSite, demoZones, layOutBins, layOutShelfPlaces } from './layOutFloor.ts';
import { rankByPopularity, slotSkus, stockTheSite } from './stockTheSite.ts';

/** How many SKUs the demo site sells. */
export const demoSkuCount = 2000;
const toteCount = 80;

/** Makes the content of resources/demoSite. The same seed makes the same site, byte for byte. */
export async function generateDemoSite(seed: number): Promise<DemoSiteFiles> {
  const prng = createPrng(seed);
  const skus = composeSkus(prng, demoSkuCount);
  const bins = layOutBins();
  const ranked = rankByPopularity(prng, skus);
  const slots = slotSkus(ranked, bins, demoSite.packingPoint);
  const { lots, stock } = stockTheSite(prng, ranked, slots, bins);
  return {
    site: [demoSite],
    zones: [...demoZones],
    bins: [...bins],
    shelfPlaces: [...layOutShelfPlaces()],
    skus: [...skus],
    lots: [...lots],
    stock: [...stock],
    operators: [...(await makeOperators())],
    couriers: [...makeCouriers()],
    totes: Array.from({ length: toteCount }, (_, index) => {
      const code = `T${String(index + 1).padStart(3, '0')}`;
      return { id: asId<'tote'>(code), code };
    }),
    popularity: ranked.map((sku) => sku.id),
  };
}
