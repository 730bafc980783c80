import { useMemo } from 'react';
import { standingPoint } from '#shared/features/picking/arrangeDrafts.ts';
import type { TemperatureClass } from '#shared/model/common.ts';
import type { RecordOf } from '#shared/model/records.ts';
import type { Task } from '#shared/model/task/task.ts';
import { siteWalkOf } from '#shared/planning/pickRoute/planTaskRoute.ts';
import type { StationStore } from '#shared/sync/stationStore.ts';
import { useStation } from '#renderer/bridge/StationContext.tsx';
import { useText } from '#renderer/text/useText.ts';
import { FloorMap, type MapStop } from '#renderer/ui/FloorMap.tsx';

/** The walk still to go on the floor plan; nothing where the site has no walk graph. */
export function PickingMap(props: { task: Task }) {
  const { store } = useStation();
  const { t } = useText();
  const { task } = props;
  const site = store.view.site();
  const walk = useMemo(() => (site === undefined ? null : walkToGo(task, store, site)), [task, store, site]);
  const zones = useMemo(
    () => [...store.all('zone')].map(({ id, temperature, area }) => ({ id, tone: temperature satisfies TemperatureClass, area })),
    [store],
  );
  if (site?.walk === undefined || walk === null) return null;
  const { nodes, edges } = site.walk;
  const metres = Math.round(walk.lengthMm / 1000);
  return (
    <FloorMap
      label={t('picking.mapLabel', { stops: walk.stops.length, metres })}
      floor={site.floor}
      zones={zones}
      ways={edges.map(({ from, to }) => [nodes[from]!, nodes[to]!] as const)}
      walk={walk.points}
      stops={walk.stops}
      here={walk.here}
      end={site.packingPoint}
    />
  );
}

/** The open steps' bins in walking order, with every corner of the ways between them, from where the picker stands to packing. */
export function walkToGo(task: Task, store: Pick<StationStore, 'view'>, site: RecordOf<'site'>) {
  if (site.walk === undefined) return null;
  const walk = siteWalkOf(site.walk);
  const from = standingPoint(task, store.view, site);
  const bins = task.steps.filter((step) => step.status === 'open').flatMap((step) => store.view.get('bin', step.binId) ?? []);
  const inTurn = bins.filter((bin, index) => bin.id !== bins[index - 1]?.id);
  const places = [from, ...inTurn.map((bin) => bin.at), site.packingPoint].map((point) => walk.nearestPlace(point));
  const points = places.slice(1).flatMap((place, index) => walk.pathBetween(places[index]!, place));
  const lengthMm = places.slice(1).reduce((sum, place, index) => sum + walk.betweenMm(places[index]!, place), 0);
  const corners = places.map((place) => walk.pathBetween(place, place)[0]!);
  const stops: MapStop[] = inTurn.map((_, index) => ({ at: corners[index + 1]!, no: index + 1, isNext: index === 0 }));
  return { points, lengthMm, stops, here: corners[0]! };
}
