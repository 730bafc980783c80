import { defaultDispatchOptions } from '#shared/planning/dispatch/dispatchPlanner.ts';
import { planNearestDeadline } from '#shared/planning/dispatch/planNearestDeadline.ts';
import { planSiteTrips } from '#shared/planning/dispatch/planSiteTrips.ts';
import { playDay, type DayOptions, type DayOutcome } from './dispatchDay/dispatchDay.ts';
import { openResults } from './openResults.ts';

/**
 * Simulated days (300 orders, 12 couriers, the noon rush) in virtual time: on-time share with the planner, with nearest deadline first, and
 * with the platform out of reach in the busiest hour; and how true "will be late" is ten minutes before the promise.
 * `--seeds 1-20`, `--orders N`, `--couriers N`, `--steps N`; `--resume FILE` keeps each day's result there and plays only what it lacks.
 */
export async function run({ arguments: words }: { arguments: readonly string[] }) {
  const option = (name: string, otherwise: string) => (words.includes(name) ? (words[words.indexOf(name) + 1] ?? otherwise) : otherwise);
  const [from = 1, until = from] = option('--seeds', '1-20').split('-').map(Number);
  const steps = Number(option('--steps', '120'));
  const about = { orders: Number(option('--orders', '300')), couriers: Number(option('--couriers', '12')), decideEveryMs: 15_000 };
  const planner: DayOptions['plan'] = (snapshot) => planSiteTrips(snapshot, { ...defaultDispatchOptions, steps });
  const nearest: DayOptions['plan'] = (snapshot) => planNearestDeadline(snapshot, defaultDispatchOptions);
  const planned: DayOutcome[] = [];
  const simple: DayOutcome[] = [];
  const cut: DayOutcome[] = [];
  const resultOf = openResults(words.includes('--resume') ? option('--resume', '') : null);
  for (let seed = from; seed <= until; seed++) {
    const day = `${about.orders} orders, ${about.couriers} couriers, seed ${seed}`;
    planned.push(await resultOf(`${day}, ${steps} steps`, () => playDay({ ...about, seed, hasCut: false, plan: planner })));
    simple.push(await resultOf(`${day}, nearest`, () => playDay({ ...about, seed, hasCut: false, plan: nearest })));
    cut.push(await resultOf(`${day}, ${steps} steps, cut`, () => playDay({ ...about, seed, hasCut: true, plan: planner })));
  }
  const sum = (of: (day: DayOutcome) => number) => planned.reduce((all, day) => all + of(day), 0);
  const hits = sum((day) => day.predicted.truePositive);
  const share = (part: number, rest: number) => (part + rest === 0 ? 100 : (100 * part) / (part + rest));
  const metrics = {
    onTimePct: round(mean(planned, (day) => day.onTimePct)),
    boundOnTimePct: round(mean(planned, (day) => day.boundPct)),
    cutOnTimePct: round(mean(cut, (day) => day.onTimePct)),
    cutCostPoints: round(mean(planned, (day) => day.onTimePct) - mean(cut, (day) => day.onTimePct)),
    precisionPct: round(
      share(
        hits,
        sum((day) => day.predicted.falsePositive),
      ),
    ),
    recallPct: round(
      share(
        hits,
        sum((day) => day.predicted.falseNegative),
      ),
    ),
    lateFound: hits,
    undelivered: planned.reduce((all, day) => all + about.orders - day.delivered, 0),
    worstDecisionMs: Math.round(Math.max(...planned.map((day) => day.worstDecisionMs))),
    decisions: sum((day) => day.decisions),
    days: planned.length,
  };
  const peers = { nearestOnTimePct: round(mean(simple, (day) => day.onTimePct)) };
  const rows = [
    { ...toRow('planner', planned), 'predicted late: precision %': metrics.precisionPct, 'recall %': metrics.recallPct },
    toRow('nearest deadline first', simple),
    { dispatch: 'a lucky courier at hand for each order', 'on time %': metrics.boundOnTimePct },
    toRow('planner, platform cut off in the busiest hour', cut),
  ];
  return { metrics, peers, rows };
}

function toRow(name: string, days: readonly DayOutcome[]): Record<string, string | number> {
  return {
    dispatch: name,
    'on time %': round(mean(days, (day) => day.onTimePct)),
    'worst day %': round(Math.min(...days.map((day) => day.onTimePct))),
    'minutes to door': round(mean(days, (day) => day.meanMinutes)),
    delivered: days.reduce((all, day) => all + day.delivered, 0),
  };
}

function mean(days: readonly DayOutcome[], of: (day: DayOutcome) => number): number {
  return days.reduce((sum, day) => sum + of(day), 0) / days.length;
}

function round(figure: number): number {
  return Math.round(figure * 100) / 100;
}
