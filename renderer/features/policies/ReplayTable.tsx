import { IconClockCheck, IconRoute, IconShoe, IconWalk } from '@tabler/icons-react';
import type { PickingPolicy } from '#shared/model/site/pickingPolicy.ts';
import type { FloorDay, FloorResult } from '#shared/planning/floorReplay/replayFloor.ts';
import type { TextKey } from '#renderer/text/textTable.ts';
import { useText } from '#renderer/text/useText.ts';
import css from './PoliciesScreen.module.css';
import { plainWay, type ReplayState, useReplay, wayOf } from './useReplays.ts';

const figures: readonly { readonly name: TextKey; readonly icon: typeof IconRoute; readonly of: (result: FloorResult) => string }[] = [
  { name: 'policies.metresPerLine', icon: IconShoe, of: (result) => result.metresPerLine.toFixed(1) },
  { name: 'policies.walks', icon: IconRoute, of: (result) => String(result.walks) },
  { name: 'policies.kilometres', icon: IconWalk, of: (result) => (result.walkedMm / 1_000_000).toFixed(2) },
  { name: 'policies.late', icon: IconClockCheck, of: (result) => String(result.orders - result.onTimeOrders) },
];

/** The day as it would have been: without a planner, by the policy in force, and by the draft. */
export function ReplayTable(props: { day: FloorDay; current: PickingPolicy; draft: PickingPolicy | null }) {
  const { t } = useText();
  const plain = useReplay(props.day, plainWay);
  const now = useReplay(props.day, wayOf(props.current));
  const draft = useReplay(props.draft === null ? null : props.day, wayOf(props.draft ?? props.current));
  const columns: readonly { readonly name: TextKey; readonly state: ReplayState | null }[] = [
    { name: 'policies.plainWay', state: plain },
    { name: 'policies.inForce', state: now },
    { name: 'policies.draft', state: props.draft === null ? null : draft },
  ];
  return (
    <>
      <table className={css.table}>
        <thead>
          <tr>
            <th scope="col">{t('policies.figure')}</th>
            {columns.map((column) => (
              <th key={column.name} scope="col">
                {t(column.name)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {figures.map(({ name, icon: Sign, of }) => (
            <tr key={name}>
              <th scope="row">
                <Sign size={26} aria-hidden /> {t(name)}
              </th>
              {columns.map((column) => (
                <td key={column.name} className={css.figure}>
                  <Cell state={column.state} of={of} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <p className={css.quiet}>{t('policies.replayNote')}</p>
    </>
  );
}

function Cell(props: { state: ReplayState | null; of: (result: FloorResult) => string }) {
  const { t } = useText();
  if (props.state === null) return <span className={css.quiet}>{t('policies.noDraft')}</span>;
  if (props.state.result === null) return <span className={css.quiet}>{Math.floor(props.state.share * 100)}%</span>;
  return <>{props.of(props.state.result)}</>;
}
