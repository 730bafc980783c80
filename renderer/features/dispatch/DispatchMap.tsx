import 'maplibre-gl/dist/maplibre-gl.css';
import { type GeoJSONSource, type Map as GlMap, MapLibreMap, Marker, setWorkerUrl } from 'maplibre-gl';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?url';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { Ride } from '#shared/features/dispatch/ridesOf.ts';
import type { DispatchPlan } from '#shared/planning/dispatch/dispatchPlanner.ts';
import { useStation } from '#renderer/bridge/StationContext.tsx';
import { useText } from '#renderer/text/useText.ts';
import css from './DispatchScreen.module.css';
import { type MapPicture, mapPictureOf, ringAround } from './mapPicture.ts';

setWorkerUrl(workerUrl);

/** Where the site lies, what is to go where and who is on the way; drawn without tiles, so that it needs no network. */
export function DispatchMap(props: { chosen: Ride | undefined; plan: DispatchPlan | null }) {
  const { store } = useStation();
  const { t } = useText();
  const place = useRef<HTMLDivElement>(null);
  const [map, setMap] = useState<GlMap | null>(null);
  const picture = mapPictureOf(store, props.plan, props.chosen);
  const pictureText = JSON.stringify(picture);
  const kept = useMemo(() => JSON.parse(pictureText) as MapPicture | null, [pictureText]);
  const home = kept?.home;
  const [lng, lat] = [home?.lng ?? 0, home?.lat ?? 0];
  useEffect(() => {
    if (place.current === null) return undefined;
    const opened = openMap(place.current, [lng, lat]);
    opened.on('load', () => setMap(opened));
    return () => {
      setMap(null);
      opened.remove();
    };
  }, [lng, lat]);
  useEffect(() => (map === null || kept === null ? undefined : draw(map, kept)), [map, kept]);
  return (
    <section className={css.mapSpace} aria-label={t('dispatch.mapLabel')}>
      <div ref={place} className={css.map} data-testid="map" data-ready={map !== null} />
      <span className={css.mapNote}>{t('dispatch.mapRadius', { km: (kept?.radiusMetres ?? 0) / 1000 })}</span>
    </section>
  );
}

function openMap(container: HTMLElement, center: [number, number]): GlMap {
  const colour = (name: string) => getComputedStyle(container).getPropertyValue(name).trim() || '#888';
  const empty = { type: 'geojson', data: { type: 'FeatureCollection', features: [] } } as const;
  return new MapLibreMap({
    ...{ container, center, zoom: 12.5, attributionControl: false, dragRotate: false },
    style: {
      version: 8,
      sources: { ring: empty, ways: empty },
      layers: [
        { id: 'ground', type: 'background', paint: { 'background-color': colour('--hh-sunken') } },
        {
          id: 'ring',
          type: 'fill',
          source: 'ring',
          paint: { 'fill-color': colour('--hh-surface'), 'fill-outline-color': colour('--hh-line') },
        },
        {
          ...{ id: 'ways', type: 'line', source: 'ways', layout: { 'line-cap': 'round', 'line-join': 'round' } },
          paint: {
            'line-color': ['case', ['get', 'isChosen'], colour('--hh-accent'), colour('--hh-info-solid')],
            'line-width': ['case', ['get', 'isChosen'], 6, 3],
            'line-opacity': ['case', ['get', 'isChosen'], 1, 0.55],
          },
        },
      ],
    },
  });
}

/** Puts the picture on the map; gives the way to take its markers off again. */
function draw(map: GlMap, picture: MapPicture): () => void {
  const { home, radiusMetres } = picture;
  const ring = { type: 'Feature', properties: {}, geometry: { type: 'Polygon', coordinates: [ringAround(home, radiusMetres)] } } as const;
  void (map.getSource('ring') as GeoJSONSource).setData(ring);
  void (map.getSource('ways') as GeoJSONSource).setData({
    type: 'FeatureCollection',
    features: picture.ways.map(({ points, isChosen }) => ({
      type: 'Feature',
      properties: { isChosen },
      geometry: { type: 'LineString', coordinates: points.map((point) => [point.lng, point.lat]) },
    })),
  });
  const [south, north] = [ringAround(home, radiusMetres).map((each) => each[1]!), ringAround(home, radiusMetres).map((each) => each[0]!)];
  map.fitBounds(
    [
      [Math.min(...north), Math.min(...south)],
      [Math.max(...north), Math.max(...south)],
    ],
    { padding: 24, animate: false },
  );
  const markers = [
    markerOf('', css.siteMark ?? '', home),
    ...picture.orders.map((order) => markerOf(String(order.no), `${css.orderMark} ${order.isLate ? css.lateMark : ''}`, order.at)),
    ...picture.couriers.map((courier) => markerOf(courier.initial, css.courierMark ?? '', courier.at)),
  ].map((marker) => marker.addTo(map));
  return () => {
    for (const marker of markers) marker.remove();
  };
}

function markerOf(text: string, className: string, at: { readonly lat: number; readonly lng: number }): Marker {
  const element = document.createElement('span');
  element.className = className;
  element.textContent = text;
  return new Marker({ element }).setLngLat([at.lng, at.lat]);
}
