import { err, ok, type Result } from '#shared/base/result.ts';
import { collectWays, type OneWay, withoutDoubles } from './collectWays.ts';
import {
  type ImportedLayout,
  type ImportedNode,
  type ImportedUse,
  type LayoutImport,
  type LayoutImportFault,
  maxImportedPlaces,
  maxImportedWays,
} from './importedLayout.ts';
import { LenientReader } from './lenientReader.ts';

type Fields = Readonly<Record<string, unknown>>;
const millimetres = 1000;
/** Versions of the format whose fields are read here. */
const knownVersion = /^(0\.\d+|1)\.\d+/;
/** Names of actions by which a node is a charger or a parking place (VDA 5050 2.1, 6.8.2; LIF has no field for it). */
const useByAction: Readonly<Record<string, ImportedUse>> = { startCharging: 'charger', charge: 'charger', park: 'parking' };

/**
 * Reads a layout file of the VDMA Layout Interchange Format (LIF 1.0.0, also its 0.x drafts). Metres become millimetres. What the published schema
 * requires and files do not have (`stations`), numbers in quotes and nulls are noted, never a reason to refuse: not one published example meets the schema.
 */
export function readLif(raw: unknown): Result<LayoutImport, LayoutImportFault> {
  const reader = new LenientReader();
  const file = reader.fields(raw, '');
  if (file === null || file['layouts'] === undefined) return err({ kind: 'notLayout', detail: 'there are no "layouts" in it' });
  const about = reader.fields(file['metaInformation'], 'metaInformation') ?? {};
  for (const field of ['projectIdentification', 'creator', 'exportTimestamp']) reader.text(about, field, 'metaInformation', true);
  const version = reader.text(about, 'lifVersion', 'metaInformation', true) ?? '';
  if (version !== '' && !knownVersion.test(version))
    reader.note('unknownVersion', 'metaInformation.lifVersion', `${version} is read like 1.0`);
  const layouts: ImportedLayout[] = [];
  for (const [index, entry] of reader.list(file, 'layouts', '', true).entries()) {
    const at = `layouts[${index}]`;
    const layout = reader.fields(entry, at);
    if (layout === null) continue;
    const counts = ['nodes', 'edges'].map((name) => (Array.isArray(layout[name]) ? layout[name].length : 0));
    if (counts[0]! > maxImportedPlaces || counts[1]! > maxImportedWays)
      return err({ kind: 'tooLarge', detail: `${at} has ${counts[0]} nodes and ${counts[1]} edges` });
    layouts.push(readLayout(layout, index, reader));
  }
  return ok({ source: 'lif', version, layouts, findings: reader.findings() });
}

function readLayout(layout: Fields, index: number, reader: LenientReader): ImportedLayout {
  const layoutId = reader.text(layout, 'layoutId', `layouts[${index}]`, true) ?? `layout-${index + 1}`;
  const at = layoutId;
  reader.text(layout, 'layoutVersion', at, true);
  const maps = new Set<string>();
  const vehicleTypes = new Set<string>();
  const placed: ImportedNode[] = [];
  for (const [no, raw] of reader.list(layout, 'nodes', at, true).entries()) {
    const node = readNode(raw, `${at}.nodes[${no}]`, { reader, maps, vehicleTypes });
    if (node !== null) placed.push(node);
  }
  const nodes = withStations(withoutDoubles(placed, `${at}.nodes`, reader), layout, at, reader);
  const ways: OneWay[] = [];
  for (const [no, raw] of reader.list(layout, 'edges', at, true).entries()) {
    const way = readEdge(raw, `${at}.edges[${no}]`, reader);
    if (way !== null) ways.push(way);
  }
  if (maps.size > 1) reader.note('manyMaps', at, `${[...maps].join(', ')}: all of it is one floor here`);
  if (vehicleTypes.size > 1) reader.note('manyVehicleTypes', at, `${[...vehicleTypes].join(', ')}: every robot may drive everywhere here`);
  const name = reader.text(layout, 'layoutName', at, false) ?? layoutId;
  return { layoutId, name, mapId: [...maps][0] ?? layoutId, nodes, ways: collectWays(ways, nodes, reader) };
}

type NodeTools = { readonly reader: LenientReader; readonly maps: Set<string>; readonly vehicleTypes: Set<string> };

function readNode(raw: unknown, at: string, { reader, maps, vehicleTypes }: NodeTools): ImportedNode | null {
  const node = reader.fields(raw, at);
  const nodeId = node === null ? null : reader.text(node, 'nodeId', at, true);
  if (node === null || nodeId === null) return null;
  const mapId = reader.text(node, 'mapId', `${at}.${nodeId}`, false);
  if (mapId !== null) maps.add(mapId);
  const position = reader.fields(node['nodePosition'], `${at}.${nodeId}.nodePosition`);
  const [x, y] = ['x', 'y'].map((field) =>
    position === null ? null : reader.number(position, field, `${at}.${nodeId}.nodePosition`, true),
  );
  if (x == null || y == null) {
    reader.note('noPosition', `${at}.${nodeId}`, 'left out');
    return null;
  }
  let use: ImportedUse = 'way';
  for (const [no, entry] of reader.list(node, 'vehicleTypeNodeProperties', at, true).entries()) {
    const properties = reader.fields(entry, `${at}.vehicleTypeNodeProperties[${no}]`);
    if (properties === null) continue;
    vehicleTypes.add(reader.text(properties, 'vehicleTypeId', `${at}.vehicleTypeNodeProperties[${no}]`, true) ?? '?');
    for (const action of reader.list(properties, 'actions', `${at}.vehicleTypeNodeProperties[${no}]`, false)) {
      const named = reader.fields(action, `${at}.actions`);
      use = useByAction[String(named?.['actionType'])] ?? use;
    }
  }
  const name = reader.text(node, 'nodeName', at, false);
  return { nodeId, xMm: Math.round(x * millimetres), yMm: Math.round(y * millimetres), use, ...(name === null ? {} : { name }) };
}

function readEdge(raw: unknown, at: string, reader: LenientReader): OneWay | null {
  const edge = reader.fields(raw, at);
  if (edge === null) return null;
  const named = `${at}.${reader.text(edge, 'edgeId', at, true) ?? '?'}`;
  const from = reader.text(edge, 'startNodeId', named, true);
  const to = reader.text(edge, 'endNodeId', named, true);
  for (const entry of reader.list(edge, 'vehicleTypeEdgeProperties', named, true)) {
    const properties = reader.fields(entry, `${named}.vehicleTypeEdgeProperties`);
    if (properties?.['trajectory'] == null) continue;
    reader.note('curveStraightened', named, 'the trajectory counts as a straight way');
    break;
  }
  return from === null || to === null ? null : { from, to, at: named };
}

/** The nodes at which stations are served are stations; a charger stays one. */
function withStations(nodes: readonly ImportedNode[], layout: Fields, at: string, reader: LenientReader): readonly ImportedNode[] {
  const served = new Map<string, string | null>();
  const known = new Set(nodes.map(({ nodeId }) => nodeId));
  for (const [no, raw] of reader.list(layout, 'stations', at, true).entries()) {
    const station = reader.fields(raw, `${at}.stations[${no}]`);
    if (station === null) continue;
    const stationId = reader.text(station, 'stationId', `${at}.stations[${no}]`, true) ?? '?';
    const name = reader.text(station, 'stationName', `${at}.${stationId}`, false);
    reader.number(station, 'stationHeight', `${at}.${stationId}`, false);
    for (const nodeId of reader.list(station, 'interactionNodeIds', `${at}.${stationId}`, true)) {
      if (known.has(String(nodeId))) served.set(String(nodeId), name ?? stationId);
      else reader.note('unknownNode', `${at}.${stationId}`, `${String(nodeId).slice(0, 80)} is not among the nodes`);
    }
  }
  return nodes.map((node) => {
    const name = served.get(node.nodeId);
    if (name === undefined) return node;
    return { ...node, use: node.use === 'way' ? ('station' as const) : node.use, ...(name === null ? {} : { name }) };
  });
}
