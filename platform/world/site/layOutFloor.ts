import { asId } from '#shared/base/ids.ts';
import type { TemperatureClass } from '#shared/model/common.ts';
import type { Bin, ShelfPlace, Site, Zone } from '#shared/model/site/site.ts';

type Aisle = {
  readonly letter: string;
  readonly temperature: TemperatureClass;
  readonly xMm: number;
  readonly startYMm: number;
  readonly bays: number;
  readonly bayDepthMm: number;
  /** Levels that pickers reach; the level above them is reserve. */
  readonly pickLevels: number;
  readonly hasReserveLevel: boolean;
};

const positionsPerLevel = 6;
const ambientLetters = ['A', 'B', 'D', 'E', 'G', 'H'];

/** Aisles in walking order: ambient first, cold goods last. Odd bays stand left, even bays right. C is chilled, F is frozen. */
export const aisles: readonly Aisle[] = [
  ...ambientLetters.map((letter, index) => ({
    letter,
    temperature: 'ambient' as const,
    xMm: 4000 + 3000 * index,
    startYMm: 6500,
    bays: 14,
    bayDepthMm: 2700,
    pickLevels: 3,
    hasReserveLevel: true,
  })),
  { letter: 'C', temperature: 'chilled', xMm: 24500, startYMm: 4000, bays: 26, bayDepthMm: 1800, pickLevels: 4, hasReserveLevel: false },
  { letter: 'F', temperature: 'frozen', xMm: 29_700, startYMm: 4000, bays: 10, bayDepthMm: 2400, pickLevels: 4, hasReserveLevel: false },
];

/** Front and back aisle of the ambient zone, and the corridor in front of the cold rooms. */
const frontYMm = 5900;
const backYMm = 25_900;
const coldYMm = 3500;
/** In front of the handover shelf. */
const handoverYMm = 1700;

const packingPoint = { xMm: 19_500, yMm: 4000 };

/** The demo site's own record. */
export const demoSite: Site = {
  id: asId('xixi'),
  code: 'XIXI',
  name: { zh: '西溪前置仓', en: 'Xixi front warehouse' },
  timeZone: 'Asia/Shanghai',
  promiseMs: 30 * 60_000,
  stageBudgetsMs: { release: 60_000, pick: 8 * 60_000, pack: 4 * 60_000, handover: 4 * 60_000, ride: 13 * 60_000 },
  floor: { widthMm: 36_000, depthMm: 30_000 },
  location: { lat: 30.2741, lng: 120.086 },
  packingPoint,
  walk: layOutWalk(),
  variableMeasureRules: [
    { prefix: '21', length: 13, itemDigits: 5, valueDigits: 5, hasValueVerifier: false, kind: 'weight', decimals: 3 },
    { prefix: '22', length: 13, itemDigits: 5, valueDigits: 5, hasValueVerifier: false, kind: 'price', decimals: 2 },
  ],
};

/** Zones as drawn on the floor plan. */
export const demoZones: readonly Zone[] = [
  zoneOf('ambient', 'AMB', ['常温区', 'Ambient'], [2000, 5600, 19_000, 21_000]),
  zoneOf('chilled', 'CHL', ['冷藏区', 'Chilled'], [22_000, 3200, 5000, 25_200]),
  zoneOf('frozen', 'FRZ', ['冷冻区', 'Frozen'], [27_200, 3200, 5000, 13_800]),
  zoneOf('ambient', 'OUT', ['打包与交接区', 'Packing and handover'], [8000, 600, 13_600, 4400]),
];

/** Every bin of every aisle, in walking order: a serpentine through the ambient aisles, then chilled, then frozen. */
export function layOutBins(): readonly Bin[] {
  const bins: Bin[] = [];
  aisles.forEach((aisle, aisleNo) => {
    const pairs = Array.from({ length: aisle.bays / 2 }, (_, pair) => pair);
    if (aisleNo % 2 === 1) pairs.reverse();
    for (const pair of pairs) {
      for (const bay of [pair * 2 + 1, pair * 2 + 2]) bins.push(...binsOfBay(aisle, bay));
    }
  });
  return bins.map((bin, index) => ({ ...bin, walkSequence: (index + 1) * 10 }));
}

/** The handover shelf: numbered places by temperature. */
export function layOutShelfPlaces(): readonly ShelfPlace[] {
  const rows: readonly [TemperatureClass, string, number, number, number][] = [
    ['ambient', 'HA', 48, 9800, 900],
    ['chilled', 'HC', 32, 15_400, 900],
    ['frozen', 'HF', 16, 19_300, 900],
  ];
  return rows.flatMap(([temperature, prefix, places, xMm, yMm]) =>
    Array.from({ length: places }, (_, index) => {
      const placeCode = `${prefix}-${String(index + 1).padStart(2, '0')}`;
      const at = { xMm: xMm + Math.floor(index / 3) * 340, yMm: yMm + (index % 3) * 500 };
      return { id: asId<'shelfPlace'>(placeCode), code: placeCode, temperature, at };
    }),
  );
}

function binsOfBay(aisle: Aisle, bay: number): readonly Bin[] {
  const side = bay % 2 === 1 ? -1 : 1;
  const bayStartMm = aisle.startYMm + ((bay - 1) >> 1) * aisle.bayDepthMm;
  const levels = aisle.pickLevels + (aisle.hasReserveLevel ? 1 : 0);
  return Array.from({ length: levels * positionsPerLevel }, (_, index) => {
    const level = Math.floor(index / positionsPerLevel) + 1;
    const position = (index % positionsPerLevel) + 1;
    const binCode = `${aisle.letter}${String(bay).padStart(2, '0')}-${level}-${String(position).padStart(2, '0')}`;
    const yMm = Math.round(bayStartMm + ((position - 0.5) * aisle.bayDepthMm) / positionsPerLevel);
    return {
      id: asId<'bin'>(binCode),
      code: binCode,
      zoneId: asId<'zone'>(zoneIdOf(aisle.temperature)),
      use: level > aisle.pickLevels ? ('reserve' as const) : ('pickFace' as const),
      at: { xMm: aisle.xMm + side * 650, yMm },
      walkSequence: 0,
      isBlocked: false,
    };
  });
}

function zoneIdOf(temperature: TemperatureClass): string {
  return { ambient: 'AMB', chilled: 'CHL', frozen: 'FRZ' }[temperature];
}

function zoneOf(
  temperature: TemperatureClass,
  zoneCode: string,
  [zh, en]: readonly [string, string],
  [xMm, yMm, widthMm, depthMm]: readonly [number, number, number, number],
): Zone {
  return { id: asId(zoneCode), code: zoneCode, name: { zh, en }, temperature, area: { xMm, yMm, widthMm, depthMm } };
}

/** The ways of the demo site: six ambient aisles between a front and a back aisle; the chilled room has a door at both ends, the frozen room one. */
function layOutWalk(): NonNullable<Site['walk']> {
  const nodes: { xMm: number; yMm: number }[] = [];
  const edges: { from: number; to: number }[] = [];
  const nodeAt = (xMm: number, yMm: number): number => {
    const known = nodes.findIndex((node) => node.xMm === xMm && node.yMm === yMm);
    return known === -1 ? nodes.push({ xMm, yMm }) - 1 : known;
  };
  const way = (...corners: readonly (readonly [xMm: number, yMm: number])[]): void => {
    for (let index = 1; index < corners.length; index += 1)
      edges.push({ from: nodeAt(...corners[index - 1]!), to: nodeAt(...corners[index]!) });
  };
  const ambientXs = aisles.flatMap(({ temperature, xMm }) => (temperature === 'ambient' ? [xMm] : []));
  const [chilledX, frozenX] = ['C', 'F'].map((letter) => aisles.find((aisle) => aisle.letter === letter)?.xMm ?? 0) as [number, number];
  way(
    [packingPoint.xMm, frontYMm],
    [packingPoint.xMm, packingPoint.yMm],
    [packingPoint.xMm, coldYMm],
    [chilledX, coldYMm],
    [frozenX, coldYMm],
  );
  way(...ambientXs.map((xMm) => [xMm, frontYMm] as const), [packingPoint.xMm, frontYMm]);
  way(...ambientXs.map((xMm) => [xMm, backYMm] as const), [chilledX, backYMm]);
  for (const xMm of ambientXs) way([xMm, frontYMm], [xMm, backYMm]);
  way([chilledX, coldYMm], [chilledX, backYMm], [chilledX, 27_700]);
  way([frozenX, coldYMm], [frozenX, 16_400]);
  way([packingPoint.xMm, coldYMm], [packingPoint.xMm, handoverYMm], [9800, handoverYMm]);
  return { nodes, edges };
}
