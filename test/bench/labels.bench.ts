import { loadLabelTemplates } from '#electron/drivers/printer/loadLabelTemplates.ts';
import { roundTripLabels } from '#test/support/labels/roundTripLabels.ts';

/**
 * Every shipped template with generated data, in every printer language, printed by other programs, compared and scanned again.
 * Options: `--sets N` (200), `--from N` (0), `--template NAME`, `--dpmm 8|12` (8).
 */
export async function run({ arguments: given }: { readonly arguments: readonly string[] }) {
  const option = (name: string): string | undefined => (given.includes(name) ? given[given.indexOf(name) + 1] : undefined);
  const only = option('--template');
  const sets = Number(option('--sets') ?? 200);
  const from = Number(option('--from') ?? 0);
  const dotsPerMm = Number(option('--dpmm') ?? 8);
  const rows: Record<string, string | number>[] = [];
  const metrics: Record<string, number> = {
    labels: 0,
    codes: 0,
    texts: 0,
    unread: 0,
    overflowing: 0,
    dotsOutside: 0,
    dotsDifferent: 0,
    faults: 0,
  };
  for (const template of loadLabelTemplates().values()) {
    if (only !== undefined && template.name !== only) continue;
    const started = performance.now();
    const counts = await roundTripLabels(template, { sets, from, dotsPerMm });
    const sum = (by: Readonly<Record<string, number>>): number => Object.values(by).reduce((total, count) => total + count, 0);
    for (const fault of counts.faults.slice(0, 10)) console.log(`${template.name}: ${fault}`);
    const { labels, codes, texts, cutTexts, overflowing } = counts;
    const found = {
      unread: sum(counts.unread),
      overflowing,
      dotsOutside: sum(counts.inkOutside),
      dotsDifferent: sum(counts.dotsElsewhere),
    };
    for (const [name, count] of Object.entries({ labels, codes, texts, ...found, faults: counts.faults.length }))
      metrics[name] = (metrics[name] ?? 0) + count;
    const inCodes = `${counts.dotsInCodes.zpl}/${counts.dotsInCodes.tspl}/${counts.dotsInCodes.escpos}`;
    rows.push({
      template: template.name,
      labels,
      codes,
      texts,
      cutTexts,
      ...found,
      'dots in codes zpl/tspl/escpos': inCodes,
      seconds: Math.round((performance.now() - started) / 1000),
    });
  }
  return { metrics, rows };
}
