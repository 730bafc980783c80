import { setTimeout as delay } from 'node:timers/promises';
import type { Prng } from '#shared/base/prng.ts';
import type { SoakFloor } from './openSoakFloor.ts';

/** What goes wrong, in turn. */
const faults = ['cutAll', 'cutOneCrew', 'killPlatform', 'cutBroker', 'loseAnswers', 'killBroker', 'loseRequests', 'slowWires'] as const;
export type SoakFault = (typeof faults)[number];
/** Calm between two faults, and how long one lasts, milliseconds. */
const calmMs = [2_500, 6_000] as const;
const lastsMs = [2_000, 6_000] as const;
/** Nothing new begins so close to the end of the scanning. */
const quietEndMs = 2_000;
const slowMs = 150;

/** Counts of what was done to the floor. */
export type PlayedFaults = Readonly<Record<SoakFault, number>>;

/** Lets faults come and go until the time is up; at the end everything is up and healed. */
export async function playSoakFaults(floor: SoakFloor, prng: Prng, seconds: number): Promise<PlayedFaults> {
  const played: Record<SoakFault, number> = {
    ...{ cutAll: 0, cutOneCrew: 0, killPlatform: 0, cutBroker: 0, loseAnswers: 0, killBroker: 0, loseRequests: 0, slowWires: 0 },
  };
  const untilMs = performance.now() + seconds * 1000 - quietEndMs;
  const draw = ([least, most]: readonly [number, number]) => least + prng.next() * (most - least);
  for (let turn = 0; ; turn += 1) {
    const pauseMs = draw(calmMs);
    const faultMs = draw(lastsMs);
    if (performance.now() + pauseMs + faultMs > untilMs) break;
    await delay(pauseMs);
    const fault = faults[turn % faults.length] ?? 'cutAll';
    const heal = await strike(floor, fault, turn);
    await delay(faultMs);
    await heal();
    played[fault] += 1;
  }
  return played;
}

/** Does it; gives what undoes it. */
async function strike(floor: SoakFloor, fault: SoakFault, turn: number): Promise<() => Promise<void> | void> {
  const wires = floor.crews.flatMap((each) => each.wires);
  const healAll = () => wires.forEach((wire) => wire.heal());
  switch (fault) {
    case 'cutAll':
      wires.forEach((wire) => wire.cut());
      return healAll;
    case 'cutOneCrew':
      floor.crews[turn % floor.crews.length]?.wires.forEach((wire) => wire.cut());
      return healAll;
    case 'cutBroker':
      floor.crews.forEach(({ wires: [, broker] }) => broker.cut());
      return healAll;
    case 'loseAnswers':
      wires.forEach((wire) => wire.block('toClient'));
      return () => loseBlocked(floor);
    case 'loseRequests':
      wires.forEach((wire) => wire.block('toServer'));
      return () => loseBlocked(floor);
    case 'slowWires':
      wires.forEach((wire) => wire.setDelayMs(slowMs));
      return healAll;
    case 'killPlatform':
      await floor.platform.kill();
      return () => floor.platform.start();
    case 'killBroker':
      await floor.mosquitto.kill();
      return () => floor.mosquitto.restart();
  }
}

/** Bytes were swallowed: what is left of these connections is rubbish, as after a partition they end. */
function loseBlocked(floor: SoakFloor): void {
  for (const wire of floor.crews.flatMap((each) => each.wires)) {
    wire.cut();
    wire.heal();
  }
}
