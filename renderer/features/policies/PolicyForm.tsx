import {
  IconBasket,
  IconCategory,
  IconHandStop,
  IconLayoutGrid,
  IconPackages,
  IconRoute,
  IconSortAscending,
  IconTag,
  IconUserPlus,
  type Icon,
} from '@tabler/icons-react';
import { type PickingPolicy, maxTrolleyPlaces, waveKey } from '#shared/model/site/pickingPolicy.ts';
import type { TextKey } from '#renderer/text/textTable.ts';
import { useText } from '#renderer/text/useText.ts';
import { BigButton } from '#renderer/ui/BigButton.tsx';
import css from './PoliciesScreen.module.css';
import { Stepper } from './Stepper.tsx';

const minuteMs = 60_000;

/** Lines from which an order is worth parting when zones are first switched on. */
const usualPartLines = 6;

/** Channels whose orders of one line come by the hundred. */
const labelChannels = ['liveStream', 'groupBuy'] as const;

/** Every part of a picking policy as keys and numbers. */
export function PolicyForm(props: { policy: PickingPolicy; isLocked: boolean; onChange: (policy: PickingPolicy) => void }) {
  const { t } = useText();
  const { policy, isLocked, onChange } = props;
  const isCluster = policy.picking === 'cluster';
  const fromLines = policy.splitByZoneFromLines ?? null;
  const set = (fields: Partial<PickingPolicy>) => onChange({ ...policy, ...fields });
  const choice = (label: TextKey, icon: Icon, isPressed: boolean, fields: Partial<PickingPolicy>) => (
    <BigButton icon={icon} label={t(label)} isPressed={isPressed} isDisabled={isLocked} onPress={() => set(fields)} />
  );
  return (
    <div className={css.form}>
      <Choices name={t('policies.picking')}>
        {choice('policies.single', IconBasket, !isCluster, { picking: 'single' })}
        {choice('policies.cluster', IconPackages, isCluster, { picking: 'cluster' })}
      </Choices>
      <Choices name={t('policies.routing')}>
        {choice('policies.planned', IconRoute, policy.routing === 'planned', { routing: 'planned' })}
        {choice('policies.sequence', IconSortAscending, policy.routing === 'sequence', { routing: 'sequence' })}
      </Choices>
      <Choices name={t('policies.zones')}>
        {choice('policies.zonesNever', IconBasket, fromLines === null, { splitByZoneFromLines: null })}
        {choice('policies.zonesFrom', IconLayoutGrid, fromLines !== null, { splitByZoneFromLines: fromLines ?? usualPartLines })}
      </Choices>
      {fromLines === null ? null : (
        <Stepper
          label={t('policies.zoneLines')}
          amount={fromLines}
          isLocked={isLocked}
          least={2}
          most={50}
          by={1}
          onChange={(splitByZoneFromLines) => set({ splitByZoneFromLines })}
        />
      )}
      <Choices name={t('policies.labelOnly')}>
        {labelChannels.map((channel) => {
          const channels = policy.labelOnly ?? [];
          const isOn = channels.includes(channel);
          const labelOnly = isOn ? channels.filter((other) => other !== channel) : [...channels, channel];
          return <span key={channel}>{choice(`channel.${channel}`, IconTag, isOn, { labelOnly })}</span>;
        })}
      </Choices>
      <TrolleyNumbers policy={policy} isLocked={isLocked || !isCluster} onChange={onChange} />
      <Choices name={t('policies.running')}>
        {choice('policies.mayJoin', IconUserPlus, policy.mayJoinRunning, { mayJoinRunning: true })}
        {choice('policies.mayNotJoin', IconHandStop, !policy.mayJoinRunning, { mayJoinRunning: false })}
      </Choices>
      <Choices name={t('policies.apart')}>
        {waveKey.options.map((key) => {
          const isApart = policy.apart.includes(key);
          const apart = isApart ? policy.apart.filter((other) => other !== key) : [...policy.apart, key];
          return <span key={key}>{choice(`policies.by.${key}`, IconCategory, isApart, { apart })}</span>;
        })}
      </Choices>
    </div>
  );
}

function Choices(props: { name: string; children: React.ReactNode }) {
  return (
    <div className={css.setting} role="group" aria-label={props.name}>
      <span className={css.settingName}>{props.name}</span>
      <span className={css.choices}>{props.children}</span>
    </div>
  );
}

/** What a trolley takes, and when orders go together. */
function TrolleyNumbers(props: { policy: PickingPolicy; isLocked: boolean; onChange: (policy: PickingPolicy) => void }) {
  const { t } = useText();
  const { policy, isLocked, onChange } = props;
  const { trolley } = policy;
  const number = { isLocked };
  const set = (fields: Partial<PickingPolicy>) => onChange({ ...policy, ...fields });
  const setTrolley = (fields: Partial<PickingPolicy['trolley']>) => set({ trolley: { ...trolley, ...fields } });
  return (
    <>
      <Stepper
        {...number}
        label={t('policies.orders')}
        amount={trolley.orders}
        least={2}
        most={maxTrolleyPlaces}
        by={1}
        onChange={(orders) => setTrolley({ orders })}
      />
      <Stepper
        {...number}
        label={t('policies.lines')}
        amount={trolley.lines}
        least={10}
        most={200}
        by={5}
        onChange={(lines) => setTrolley({ lines })}
      />
      <Stepper
        {...number}
        label={t('policies.weight')}
        unit="kg"
        amount={trolley.weightGrams / 1000}
        least={10}
        most={500}
        by={10}
        onChange={(kilograms) => setTrolley({ weightGrams: kilograms * 1000 })}
      />
      <Stepper
        {...number}
        label={t('policies.volume')}
        unit="L"
        amount={trolley.volumeMl / 1000}
        least={20}
        most={2000}
        by={20}
        onChange={(litres) => setTrolley({ volumeMl: litres * 1000 })}
      />
      <Stepper
        {...number}
        label={t('policies.dueWindow')}
        unit={t('policies.minutes')}
        amount={policy.dueWindowMs / minuteMs}
        least={0}
        most={240}
        by={5}
        onChange={(minutes) => set({ dueWindowMs: minutes * minuteMs })}
      />
      <Stepper
        {...number}
        label={t('policies.pullOut')}
        unit={t('policies.minutes')}
        amount={policy.pullOutBeforeMs / minuteMs}
        least={0}
        most={30}
        by={1}
        onChange={(minutes) => set({ pullOutBeforeMs: minutes * minuteMs })}
      />
    </>
  );
}
