import { type Prng, nextInt, pickOne } from '#shared/base/prng.ts';
import type { RecipientDetails } from '#shared/wire/platform/platformMessages.ts';

const families = '王 李 张 刘 陈 杨 黄 赵 吴 周 徐 孙 马 朱 胡 林 郭 何 高 罗'.split(' ');
const areas = ['翠苑街道', '文新街道', '古荡街道', '蒋村街道', '西溪街道', '北山街道'];
const roads = ['文二西路', '文三路', '天目山路', '古墩路', '丰潭路', '莫干山路', '益乐路'];

/** Farthest a customer lives, metres in a straight line. */
export const maxDistanceMetres = 3000;
/** How much longer roads are than straight lines. */
export const roadFactor = 1.3;
const metresPerDegree = 111_320;

/** A customer that does not exist; the number belongs to no network. */
export function inventAddress(prng: Prng): RecipientDetails {
  const area = pickOne(prng, areas);
  return {
    name: `${pickOne(prng, families)}${pickOne(prng, ['女士', '先生'])}`,
    phone: `1000000${String(nextInt(prng, 0, 9999)).padStart(4, '0')}`,
    address: `${pickOne(prng, roads)} ${nextInt(prng, 1, 480)} 号 ${nextInt(prng, 1, 28)} 幢 ${nextInt(prng, 1, 24)}0${nextInt(prng, 1, 4)}`,
    area,
  };
}

/** A place within 3 km of the site, the nearer the likelier, but not next door. */
export function inventDestination(
  prng: Prng,
  centre: { readonly lat: number; readonly lng: number },
): { lat: number; lng: number; distanceMetres: number } {
  const bearing = prng.next() * 2 * Math.PI;
  const straightMetres = maxDistanceMetres * (0.1 + 0.9 * prng.next() ** 1.4);
  const lat = centre.lat + (Math.cos(bearing) * straightMetres) / metresPerDegree;
  const lng = centre.lng + (Math.sin(bearing) * straightMetres) / (metresPerDegree * Math.cos((centre.lat * Math.PI) / 180));
  return { lat: round(lat), lng: round(lng), distanceMetres: Math.round(straightMetres * roadFactor) };
}

/** Metres between two places in a straight line (equirectangular: exact enough within a city). */
export function straightMetres(
  from: { readonly lat: number; readonly lng: number },
  to: { readonly lat: number; readonly lng: number },
): number {
  const north = (to.lat - from.lat) * metresPerDegree;
  const east = (to.lng - from.lng) * metresPerDegree * Math.cos((from.lat * Math.PI) / 180);
  return Math.hypot(north, east);
}

function round(degrees: number): number {
  return Math.round(degrees * 1e6) / 1e6;
}
