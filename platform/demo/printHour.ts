import type { HourReport } from './runDemoHour.ts';

/** The report of a simulated hour for people. */
export function printHour(report: HourReport): string {
  const { summary, verdict, commands } = report;
  const seconds = (number: number): string => (number < 100 ? `${number.toFixed(0)} s` : `${(number / 60).toFixed(1)} min`);
  const lines = [
    `Seed ${report.seed}, ${report.speed}x, ${report.minutes} min of shopping, ${report.worldMinutes.toFixed(0)} min until the last delivery; ${report.pickers} virtual pickers`,
    `Start-up ${report.startUpSeconds.toFixed(1)} s, whole run ${report.realSeconds.toFixed(0)} s`,
    '',
    `Orders            ${summary.orders}`,
    ...Object.entries(summary.byOutcome).map(([outcome, count]) => `  ${outcome.padEnd(16)}${count}`),
    `Channels          ${Object.entries(summary.byChannel)
      .map(([channel, count]) => `${channel} ${count}`)
      .join(', ')}`,
    `On time           ${summary.onTimeShare === null ? '-' : `${(summary.onTimeShare * 100).toFixed(1)} % of delivered`}`,
    `Order to door     p50 ${summary.doorToDoorP50Minutes?.toFixed(1) ?? '-'} min, p90 ${summary.doorToDoorP90Minutes?.toFixed(1) ?? '-'} min`,
    `Short lines       ${summary.shortLines} of ${summary.lines}`,
    `Walked            ${report.metresPerLine?.toFixed(1) ?? '-'} m a line, ${report.walks} walks`,
    '',
    `${'Stage'.padEnd(24)}${'p50'.padStart(10)}${'p90'.padStart(10)}`,
    ...summary.stageTimes.map(
      (stage) => `${stage.stage.padEnd(24)}${seconds(stage.p50Seconds).padStart(10)}${seconds(stage.p90Seconds).padStart(10)}`,
    ),
    '',
    `Commands          ${commands.total} (${commands.applied} applied, ${commands.discrepancy} with a discrepancy, ${commands.refused} refused), ${commands.fromPickers} from pickers`,
    `Scans, labels     ${report.scans}, ${report.labelsPrinted}`,
    ...(Object.keys(report.trouble).length === 0
      ? []
      : [
          `Met on the way    ${Object.entries(report.trouble)
            .map(([name, count]) => `${name} ${count}`)
            .join(', ')}`,
        ]),
    '',
    ...verdictLines(report),
  ];
  return `${lines.join('\n')}\n`;
  function verdictLines({ isDrained }: HourReport): string[] {
    const bad: string[] = [];
    if (!isDrained) bad.push('Not every order was finished in time.');
    if (verdict.lost > 0) bad.push(`${verdict.lost} commands that beeped are not in the platform's log.`);
    if (verdict.doubled > 0) bad.push(`${verdict.doubled} commands are in the platform's log more than once.`);
    if (verdict.pending > 0) bad.push(`${verdict.pending} commands are still pending.`);
    if (verdict.differenceCount > 0)
      bad.push(`${verdict.differenceCount} records differ between stations and platform: ${verdict.differences.join('; ')}`);
    for (const violation of verdict.violations.slice(0, 10)) bad.push(`${violation.rule}: ${violation.subject}: ${violation.detail}`);
    if (verdict.violations.length > 10) bad.push(`... and ${verdict.violations.length - 10} more violations`);
    return bad.length === 0 ? ['Every invariant holds: nothing lost, nothing doubled, nothing pending, all books agree.'] : bad;
  }
}
