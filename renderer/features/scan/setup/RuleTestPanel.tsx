import { useState } from 'react';
import type { VariableMeasureRule } from '#shared/model/site/site.ts';
import { parseScan } from '#shared/wire/barcode/parseScan.ts';
import type { ParsedCode } from '#shared/wire/barcode/parsedCode.ts';
import { useObservable, useStation } from '#renderer/bridge/StationContext.tsx';
import { useText, type Text } from '#renderer/text/useText.ts';
import { MessageBar } from '#renderer/ui/MessageBar.tsx';
import { Panel } from '#renderer/ui/Panel.tsx';
import css from './ScanningScreen.module.css';

/** What a person typed, and the input that came before it. */
type Typed = { readonly text: string; readonly afterInputNo: number };

/** How the site reads codes of weighed goods, tried live with a typed or scanned code. */
export function RuleTestPanel() {
  const station = useStation();
  const { t, say } = useText();
  const { heard } = useObservable(station.runner.state);
  const latest = heard[0] ?? null;
  const [typed, setTyped] = useState<Typed | null>(null);
  const rules = station.store.view.site()?.variableMeasureRules ?? [];
  // What came last: typing holds until the next scan.
  const text = (typed !== null && typed.afterInputNo === (latest?.inputNo ?? 0) ? typed.text : latest?.scannedText) ?? '';
  const parsed = text === '' ? null : parseScan(text, null, rules, new Date(station.nowMs()).getUTCFullYear());
  return (
    <Panel title={t('scanning.rules')}>
      <p className={css.hint}>{t('scanning.rulesHint')}</p>
      <label className={css.label}>
        {t('scanning.rulesInput')}
        <input
          className={css.input}
          value={text}
          onChange={(event) => setTyped({ text: event.currentTarget.value, afterInputNo: latest?.inputNo ?? 0 })}
          autoComplete="off"
          spellCheck={false}
          data-testid="rule-test"
        />
      </label>
      {parsed === null ? null : parsed.kind === 'unknown' ? (
        <MessageBar tone="soon" text={say({ key: parsed.reason, params: { scanned: text } })} />
      ) : (
        <MessageBar tone="ok" text={tellCode(parsed, t)} />
      )}
      {rules.length === 0 ? <p className={css.hint}>{t('scanning.rulesNone')}</p> : <RuleTable rules={rules} />}
    </Panel>
  );
}

function RuleTable(props: { rules: readonly VariableMeasureRule[] }) {
  const { t } = useText();
  return (
    <table className={css.table}>
      <thead>
        <tr>
          <th>{t('scanning.rulePrefix')}</th>
          <th>{t('scanning.ruleLayout')}</th>
          <th>{t('scanning.ruleMeaning')}</th>
        </tr>
      </thead>
      <tbody>
        {props.rules.map((rule) => (
          <tr key={`${rule.prefix}/${rule.length}`}>
            <td>{rule.prefix}</td>
            <td className={css.layout}>{layoutOf(rule)}</td>
            <td>{t(rule.kind === 'weight' ? 'scanning.ruleWeight' : 'scanning.rulePrice', { decimals: rule.decimals })}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The places of a rule as letters: F prefix, W item, V verifier, E value, N the other value, C check digit. */
function layoutOf(rule: VariableMeasureRule): string {
  const body =
    'F'.repeat(rule.prefix.length) + 'W'.repeat(rule.itemDigits) + (rule.hasValueVerifier ? 'V' : '') + 'E'.repeat(rule.valueDigits);
  return body.padEnd(rule.length - 1, 'N') + 'C';
}

function tellCode(parsed: Exclude<ParsedCode, { kind: 'unknown' }>, t: Text['t']): string {
  switch (parsed.kind) {
    case 'siteCode':
      return t('scanning.readSite', { body: parsed.body });
    case 'sscc':
      return t('scanning.readSscc', { sscc: parsed.sscc });
    case 'gtin':
      return [t('scanning.readGtin', { gtin: parsed.gtin }), ...measures(parsed.measuredGrams, parsed.priceFen, t)].join(' · ');
    case 'variableMeasure':
      return [t('scanning.readItem', { item: parsed.item }), ...measures(parsed.grams, parsed.priceFen, t)].join(' · ');
  }
}

function measures(grams: number | null, priceFen: number | null, t: Text['t']): string[] {
  return [
    ...(grams === null ? [] : [t('scanning.readGrams', { grams })]),
    ...(priceFen === null ? [] : [t('scanning.readPrice', { yuan: (priceFen / 100).toFixed(2) })]),
  ];
}
