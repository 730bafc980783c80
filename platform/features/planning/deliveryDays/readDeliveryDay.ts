import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import type { DeliveryDay } from './deliveryDay.ts';

const number = z.coerce.number();
const minute = z.coerce.number().int();
const point = { x: number, y: number };
const courierRow = z.object({ courier: z.string().min(1), ...point, on_time: minute, off_time: minute });
const orderRow = z.object({
  order: z.string().min(1),
  ...point,
  placement_time: minute,
  restaurant: z.string().min(1),
  ready_time: minute,
});
const restaurantRow = z.object({ restaurant: z.string().min(1), ...point });
const parameterRow = z.object({
  meters_per_minute: number.positive(),
  'pickup service minutes': number.nonnegative(),
  'dropoff service minutes': number.nonnegative(),
  'target click-to-door': number.positive(),
  'maximum click-to-door': number.positive(),
});

/** What is wrong with a day's files, in one sentence. */
export class DeliveryDayFault extends Error {}

/**
 * Reads a day from a folder with orders.txt, couriers.txt, restaurants.txt and instance_parameters.txt (tab-separated, with a header).
 * `fleetPercent` keeps courier i of the file where (i mod 20) x 5 is below it. Throws `DeliveryDayFault`.
 */
export async function readDeliveryDay(folder: string, fleetPercent = 100): Promise<DeliveryDay> {
  const [orders, couriers, restaurants, [parameters]] = await Promise.all([
    readTable(path.join(folder, 'orders.txt'), orderRow),
    readTable(path.join(folder, 'couriers.txt'), courierRow),
    readTable(path.join(folder, 'restaurants.txt'), restaurantRow),
    readTable(path.join(folder, 'instance_parameters.txt'), parameterRow),
  ]);
  if (parameters === undefined) throw new DeliveryDayFault(`${folder}: instance_parameters.txt has no row`);
  const places = new Map(restaurants.map(({ restaurant, x, y }) => [restaurant, { x, y }]));
  const lost = orders.find((order) => !places.has(order.restaurant));
  if (lost !== undefined)
    throw new DeliveryDayFault(`${folder}: order ${lost.order} is of restaurant ${lost.restaurant}, which is not in restaurants.txt`);
  return {
    restaurants: places,
    orders: orders.map(({ order, x, y, placement_time, restaurant, ready_time }) => ({
      id: order,
      x,
      y,
      placedAt: placement_time,
      restaurant,
      readyAt: ready_time,
    })),
    couriers: couriers
      .filter((_, index) => (index % 20) * 5 < fleetPercent)
      .map(({ courier, x, y, on_time, off_time }) => ({ id: courier, x, y, onAt: on_time, offAt: off_time })),
    metresPerMinute: parameters.meters_per_minute,
    pickupServiceMinutes: parameters['pickup service minutes'],
    doorServiceMinutes: parameters['dropoff service minutes'],
    targetMinutes: parameters['target click-to-door'],
    maximumMinutes: parameters['maximum click-to-door'],
  };
}

async function readTable<T>(file: string, row: z.ZodType<T>): Promise<T[]> {
  const text = await readFile(file, 'utf8').catch(() => null);
  if (text === null) throw new DeliveryDayFault(`${file} cannot be read`);
  const rows: unknown[] = parse(text, { columns: true, delimiter: '\t', skip_empty_lines: true, trim: true, relax_column_count: true });
  return rows.map((cells, index) => {
    const read = row.safeParse(cells);
    if (read.success) return read.data;
    const [issue] = read.error.issues;
    throw new DeliveryDayFault(`${file}, row ${index + 2}: ${issue?.path.join('.') ?? ''} ${issue?.message ?? 'is not understood'}`);
  });
}
