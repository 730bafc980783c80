import type { Clock } from '#shared/base/clock.ts';
import { layOutRobotWays } from './layOutRobotWays.ts';
import { SimulatedRobot } from './simulatedRobot.ts';
import { startRobot, type RobotLine } from './startRobot.ts';

/** Robots of the demo site. */
export const demoRobots = 6;

/** Puts the demo site's robots on the broker, each on a parking place of its own, half of them in each major of the standard. */
export async function startDemoRobots(mqttUrl: string, clock: Clock): Promise<{ close(): Promise<void> }> {
  const layout = layOutRobotWays();
  const places = layout.nodes.filter(({ use }) => use === 'parking').slice(0, demoRobots);
  const lines: RobotLine[] = [];
  for (const [index, start] of places.entries()) {
    const ref = { manufacturer: 'halfhour', serialNumber: `AGV-0${index + 1}` };
    const version = index % 2 === 0 ? '3.0' : '2.1';
    const robot = new SimulatedRobot({ ...ref, isThree: version === '3.0', mapId: layout.mapId, start, batteryPercent: 95 - index * 8 });
    lines.push(await startRobot({ mqttUrl, robot, ref, version, clock }));
  }
  return {
    async close() {
      await Promise.all(lines.map((line) => line.close()));
    },
  };
}
