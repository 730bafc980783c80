/** Most places, ways and findings of one file: more is refused or cut. */
export const maxImportedPlaces = 5_000;
export const maxImportedWays = 20_000;
export const maxLayoutFindings = 500;

/** What was not as the format says, or is not kept. The file is read all the same. */
export const layoutFindingKinds = [
  'nullField',
  'missingField',
  'wrongType',
  'unknownVersion',
  'doubleNode',
  'noPosition',
  'unknownNode',
  'loop',
  'doubleWay',
  'lockedWay',
  'curveStraightened',
  'manyVehicleTypes',
  'manyMaps',
  'blockLeftOut',
  'locationUnlinked',
  'cut',
] as const;
export type LayoutFinding = {
  readonly kind: (typeof layoutFindingKinds)[number];
  /** Where in the file: names of fields and ids, from the outside in. */
  readonly at: string;
  readonly detail: string;
};

/** What a place of an imported layout is for; the words of the robots' own layout file. */
export type ImportedUse = 'way' | 'station' | 'charger' | 'parking';
export type ImportedNode = {
  readonly nodeId: string;
  readonly xMm: number;
  readonly yMm: number;
  readonly use: ImportedUse;
  readonly name?: string;
};
export type ImportedWay = { readonly from: string; readonly to: string; readonly isBothWays: boolean };

/** One layout of a file, in our own words. Floor coordinates in millimetres. */
export type ImportedLayout = {
  readonly layoutId: string;
  readonly name: string;
  readonly mapId: string;
  readonly nodes: readonly ImportedNode[];
  readonly ways: readonly ImportedWay[];
};

/** A file read: its layouts, and everything that was not as it should be. */
export type LayoutImport = {
  readonly source: 'lif' | 'openTcs';
  readonly version: string;
  readonly layouts: readonly ImportedLayout[];
  readonly findings: readonly LayoutFinding[];
};

/** Why a file is no layout at all. */
export type LayoutImportFault = { readonly kind: 'notReadable' | 'notLayout' | 'tooLarge'; readonly detail: string };
