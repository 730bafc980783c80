import { describe, expect, it } from 'vitest';
import { placeBetween, rideMs } from '#platform/world/couriers/rideTime.ts';

describe('rideMs', () => {
  const home = { lat: 30.2741, lng: 120.086 };

  it('is the straight line x 1.3 at 22 km/h', () => {
    const oneKilometreNorth = { lat: home.lat + 1000 / 111_320, lng: home.lng };
    expect(rideMs(home, oneKilometreNorth)).toBe(Math.round((1300 / (22_000 / 3600)) * 1000));
  });

  it('is nothing to where one is, and nearly the same both ways', () => {
    const away = { lat: 30.28, lng: 120.1 };
    expect([rideMs(home, home), Math.round(rideMs(home, away) / 1000)]).toEqual([0, Math.round(rideMs(away, home) / 1000)]);
  });

  it('passes half-way at half the time', () => {
    expect(placeBetween({ lat: 0, lng: 0 }, { lat: 2, lng: 4 }, 0.5)).toEqual({ lat: 1, lng: 2 });
  });
});
