import type { TemperatureClass } from '#shared/model/common.ts';
import type { DemoSiteFiles } from './demoSiteFiles.ts';

const zoneColours: Readonly<Record<TemperatureClass, string>> = { ambient: '#fbf3e4', chilled: '#e2f1fb', frozen: '#dfe4fa' };
const shelfColours: Readonly<Record<TemperatureClass, string>> = { ambient: '#d8b98a', chilled: '#7fb8dd', frozen: '#8f9be0' };
const rackDepthMm = 900;

/** Draws the floor from the same records the station walks by: one unit is 100 mm, north is up. */
export function drawFloorPlan(files: Pick<DemoSiteFiles, 'site' | 'zones' | 'bins' | 'shelfPlaces'>): string {
  const site = files.site[0];
  if (site === undefined) return '';
  const { widthMm, depthMm } = site.floor;
  const flipY = (yMm: number): number => (depthMm - yMm) / 100;
  const parts: string[] = [rect(0, 0, widthMm / 100, depthMm / 100, '#f6f7f9', 'stroke="#8a97a5" stroke-width="2"')];
  for (const zone of files.zones) {
    const { xMm, yMm, widthMm: wide, depthMm: deep } = zone.area;
    parts.push(rect(xMm / 100, flipY(yMm + deep), wide / 100, deep / 100, zoneColours[zone.temperature], 'rx="3" stroke="#c3ccd6"'));
    parts.push(text(xMm / 100 + 2, flipY(yMm + deep) + 7, 5, `${zone.name.zh} ${zone.name.en}`));
  }
  const temperatureOf = new Map(files.zones.map((zone) => [zone.id as string, zone.temperature]));
  for (const [bay, bins] of groupBy(files.bins, (bin) => bin.code.slice(0, 3))) {
    const first = bins[0];
    if (first === undefined) continue;
    const ys = bins.map((bin) => bin.at.yMm);
    const [low, high] = [Math.min(...ys), Math.max(...ys)];
    const isLeft = Number(bay.slice(1)) % 2 === 1;
    const xMm = isLeft ? first.at.xMm - rackDepthMm + 250 : first.at.xMm - 250;
    const colour = shelfColours[temperatureOf.get(first.zoneId) ?? 'ambient'];
    parts.push(rect(xMm / 100, flipY(high + 180), rackDepthMm / 100 - 2.5, (high - low + 360) / 100, colour, 'rx="1"'));
    parts.push(text(xMm / 100 + 3.2, flipY((low + high) / 2) + 1, 2.6, bay, 'text-anchor="middle"'));
  }
  for (const place of files.shelfPlaces)
    parts.push(rect(place.at.xMm / 100, flipY(place.at.yMm) - 3, 2.8, 4, shelfColours[place.temperature], 'rx="0.6"'));
  const packing = site.packingPoint;
  parts.push(
    rect(packing.xMm / 100 - 17, flipY(packing.yMm) - 4, 34, 8, '#5b8def', 'rx="2"'),
    text(packing.xMm / 100, flipY(packing.yMm) + 2, 5, '打包 Packing', 'text-anchor="middle" fill="#fff"'),
  );
  const view = `0 0 ${widthMm / 100} ${depthMm / 100}`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${view}" font-family="sans-serif">${parts.join('')}</svg>\n`;
}

function rect(x: number, y: number, width: number, height: number, fill: string, extra = ''): string {
  return `<rect x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}" fill="${fill}" ${extra}/>`;
}

function text(x: number, y: number, fontSize: number, words: string, extra = ''): string {
  return `<text x="${round(x)}" y="${round(y)}" font-size="${fontSize}" ${extra.includes('fill=') ? extra : `${extra} fill="#3c444d"`}>${words}</text>`;
}

function round(length: number): number {
  return Math.round(length * 10) / 10;
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return groups;
}
