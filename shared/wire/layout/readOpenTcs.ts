import { err, ok, type Result } from '#shared/base/result.ts';
import { collectWays, type OneWay, withoutDoubles } from './collectWays.ts';
import {
  type ImportedNode,
  type ImportedUse,
  type LayoutImport,
  type LayoutImportFault,
  maxImportedPlaces,
  maxImportedWays,
} from './importedLayout.ts';
import { LenientReader } from './lenientReader.ts';

type Fields = Readonly<Record<string, unknown>>;
/** Versions of the plant model whose elements are read here (openTCS 5 to 7). */
const knownVersion = /^[4-7]\./;

/**
 * Reads an openTCS plant model, given as the tree of its XML: elements as fields, repeated ones as lists, attributes beside them as texts.
 * Positions are millimetres already. A path is driven forwards, and backwards where its reverse velocity is above zero.
 */
export function readOpenTcs(raw: unknown): Result<LayoutImport, LayoutImportFault> {
  const reader = new LenientReader();
  const file = reader.fields(raw, '');
  const model = file === null ? null : file['model'];
  if (typeof model !== 'object' || model === null) return err({ kind: 'notLayout', detail: 'there is no "model" in it' });
  const plant = model as Fields;
  const version = reader.text(plant, 'version', 'model', true) ?? '';
  if (version !== '' && !knownVersion.test(version)) reader.note('unknownVersion', 'model.version', `${version} is read like 7.0`);
  const name = reader.text(plant, 'name', 'model', false) ?? 'openTCS';
  const [points, paths] = ['point', 'path'].map((element) => many(plant, element));
  if (points!.length > maxImportedPlaces || paths!.length > maxImportedWays)
    return err({ kind: 'tooLarge', detail: `the model has ${points!.length} points and ${paths!.length} paths` });
  const uses = usesOfLocations(plant, reader);
  const nodes = withoutDoubles(
    points!.flatMap((point) => readPoint(point, uses, reader)),
    'point',
    reader,
  );
  const ways = collectWays(
    paths!.flatMap((path) => readPath(path, reader)),
    nodes,
    reader,
  );
  for (const block of many(plant, 'block'))
    reader.note('blockLeftOut', `block.${String((block as Fields)['name'])}`, 'robots keep their distance here without blocks');
  const layout = { layoutId: name, name, mapId: name, nodes, ways };
  return ok({ source: 'openTcs', version, layouts: [layout], findings: reader.findings() });
}

/** Elements of a name: none, one or a list. */
function many(of: Fields, element: string): readonly unknown[] {
  const raw = of[element];
  return Array.isArray(raw) ? raw : raw === undefined || raw === '' ? [] : [raw];
}

function readPoint(raw: unknown, uses: ReadonlyMap<string, ImportedUse>, reader: LenientReader): ImportedNode[] {
  const point = reader.fields(raw, 'point');
  const nodeId = point === null ? null : reader.text(point, 'name', 'point', true);
  if (point === null || nodeId === null) return [];
  const [x, y] = ['positionX', 'positionY'].map((field) => attributeNumber(point, field));
  if (x == null || y == null) {
    reader.note('noPosition', `point.${nodeId}`, 'left out');
    return [];
  }
  const use = uses.get(nodeId) ?? (point['type'] === 'PARK_POSITION' ? 'parking' : 'way');
  return [{ nodeId, xMm: Math.round(x), yMm: Math.round(y), use }];
}

function readPath(raw: unknown, reader: LenientReader): OneWay[] {
  const path = reader.fields(raw, 'path');
  if (path === null) return [];
  const at = `path.${reader.text(path, 'name', 'path', true) ?? '?'}`;
  const from = reader.text(path, 'sourcePoint', at, true);
  const to = reader.text(path, 'destinationPoint', at, true);
  if (from === null || to === null) return [];
  if (path['locked'] === 'true') {
    reader.note('lockedWay', at, 'left out');
    return [];
  }
  const drawn = many(path, 'pathLayout')[0] as Fields | undefined;
  if (drawn !== undefined && many(drawn, 'controlPoint').length > 0)
    reader.note('curveStraightened', at, 'the curve counts as a straight way');
  // Before 4.0 the speeds were optional; then a path is driven forwards.
  const forward = attributeNumber(path, 'maxVelocity') ?? 1;
  const backward = attributeNumber(path, 'maxReverseVelocity') ?? 0;
  return [...(forward > 0 ? [{ from, to, at }] : []), ...(backward > 0 ? [{ from: to, to: from, at }] : [])];
}

/** What points are for, by the locations linked to them: where one can charge is a charger, where something else is done a station. */
function usesOfLocations(plant: Fields, reader: LenientReader): ReadonlyMap<string, ImportedUse> {
  const operations = new Map<string, readonly string[]>();
  for (const raw of many(plant, 'locationType')) {
    const type = raw as Fields;
    operations.set(
      String(type['name']),
      many(type, 'allowedOperation').map((operation) => String((operation as Fields)['name'])),
    );
  }
  const uses = new Map<string, ImportedUse>();
  for (const raw of many(plant, 'location')) {
    const location = raw as Fields;
    const can = (operations.get(String(location['type'])) ?? []).filter((operation) => operation !== 'NOP');
    // Doors and lifts are worked by others; nobody drives to them.
    if (can.length === 0) continue;
    const use = can.some((operation) => /charg/i.test(operation)) ? 'charger' : 'station';
    const points = many(location, 'link').map((link) => String((link as Fields)['point']));
    if (points.length === 0) reader.note('locationUnlinked', `location.${String(location['name'])}`, 'no point leads to it');
    for (const point of points) if (uses.get(point) !== 'charger') uses.set(point, use);
  }
  return uses;
}

/** Attributes of XML are texts: a number in quotes is what is expected here. */
function attributeNumber(of: Fields, field: string): number | null {
  const raw = of[field];
  const number = typeof raw === 'string' && raw.trim() !== '' ? Number(raw) : typeof raw === 'number' ? raw : Number.NaN;
  return Number.isFinite(number) ? number : null;
}
