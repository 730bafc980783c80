import { layOutBenchWays } from './benchWays.ts';
import { SimulatedRobot } from '#platform/world/robots/simulatedRobot.ts';
import { startRobot, type RobotLine } from '#platform/world/robots/startRobot.ts';

// Simulated robots in a process of their own: `robotsProcess.ts MQTT_URL ALL FIRST COUNT EVERY_MS`. Told `stop` it falls silent and says how many states each robot sent.
const [mqttUrl = '', ...figures] = process.argv.slice(2);
const [all = 0, first = 0, count = 0, everyMs = 100] = figures.map(Number);
const layout = layOutBenchWays(all);
const places = layout.nodes.filter(({ use }) => use === 'parking');
const clock = { nowMs: () => Date.now() };
const lines: RobotLine[] = [];
for (let index = first; index < first + count; index++) {
  const ref = { manufacturer: 'bench', serialNumber: `R${index + 1}` };
  const version = index % 2 === 0 ? '3.0' : '2.1';
  const robot = new SimulatedRobot({ ...ref, isThree: version === '3.0', mapId: layout.mapId, start: places[index]!, batteryPercent: 95 });
  // Half of the time between two states, so that each look at the robot sends one.
  lines.push(await startRobot({ mqttUrl, robot, ref, version, clock, stepMs: everyMs, stateEveryMs: everyMs / 2 }));
}
process.send?.({ started: lines.length });
process.once('message', () => {
  const states = lines.map((line) => line.states());
  process.send?.({ states: states.reduce((sum, sent) => sum + sent, 0) });
  void Promise.all(lines.map((line) => line.close())).then(() => process.exit(0));
});
process.once('disconnect', () => process.exit(0));
