import { playRobotDay, type DayWay, type RobotDayResult } from './robotDay/playRobotDay.ts';

const names: Readonly<Record<DayWay, string>> = {
  robots: 'robots and sorter',
  robotsFailing: 'robots failing at random',
  byHand: 'everything by hand',
};

const note = [
  "Real: fleet control with its traffic planning, the sorter's control and table, the rules and books of orders, stock, bags and rides, and what",
  "the robots' screen offers to be carried. Simulated, in virtual time: robots and their faults, the line to them (1 % of messages lost, up to",
  '200 ms late), the belt (2 % not read; in the failing day chutes jam), how long people and couriers take. No broker, hosts or screens.',
  'lost: orders not delivered, totes and bags that did not arrive. inVain: grips and walks to a tote that was gone; nothing moved.',
  'bookFaults: discrepancies and broken invariants of the books. Minutes are medians: from the order to its tote at packing; of the carrying.',
].join('\n');

/**
 * A busy hour of the demo site with AGVs and a sorter: with robots, with robots failing at random (a person takes over), and with everything
 * by hand, for the same orders and as many people. `--orders N` within `--minutes N`, `--robots N`, `--people N` on the floor, `--packers N`,
 * `--seed N` of the first of `--seeds N` days. The same options give the same days.
 */
export async function run({ arguments: words }: { arguments: readonly string[] }) {
  const option = (name: string, usual: number) => (words.includes(name) ? Number(words[words.indexOf(name) + 1]) : usual);
  const about = {
    ...{ orders: option('--orders', 120), minutes: option('--minutes', 60), robots: option('--robots', 12) },
    ...{ people: option('--people', 4), packers: option('--packers', 3) },
  };
  const first = option('--seed', 1);
  const seeds = Array.from({ length: option('--seeds', 1) }, (_, index) => first + index);
  const metrics: Record<string, number> = { days: seeds.length };
  const peers: Record<string, number> = {};
  const rows = (Object.keys(names) as DayWay[]).map((way) => {
    const startedMs = performance.now();
    const days = seeds.map((seed) => playRobotDay({ ...about, way, seed }));
    const figures = summarise(days);
    for (const [name, figure] of Object.entries(figures)) {
      if (way === 'byHand') peers[`byHand${capital(name)}`] = figure;
      else metrics[`${way}${capital(name)}`] = figure;
    }
    return { carried: names[way], ...figures, seconds: Math.round((performance.now() - startedMs) / 100) / 10 };
  });
  process.stderr.write(`${note}\n`);
  return { metrics, peers, rows };
}

function summarise(days: readonly RobotDayResult[]): Record<string, number> {
  const sum = (of: (day: RobotDayResult) => number) => days.reduce((all, day) => all + of(day), 0);
  const mean = (of: (day: RobotDayResult) => number) => Math.round((100 * sum(of)) / days.length) / 100;
  return {
    orders: sum((day) => day.orders),
    delivered: sum((day) => day.delivered),
    onTimePct: mean((day) => day.onTimePct),
    toPackingMinutes: mean((day) => day.toPackingMinutes),
    carryMinutes: mean((day) => day.carryMinutes),
    totesByRobot: sum((day) => day.byRobot),
    totesByHand: sum((day) => day.byHand),
    bagsByHand: sum((day) => day.sortedByHand),
    lost: sum((day) => day.faults.lost.length + day.orders - day.delivered),
    movedTwice: sum((day) => day.faults.movedTwice.length),
    unknown: sum((day) => day.faults.unknown.length),
    inVain: sum((day) => day.inVain),
    bookFaults: sum((day) => day.bookFaults),
  };
}

function capital(word: string): string {
  return `${word.charAt(0).toUpperCase()}${word.slice(1)}`;
}
