import {
  IconBellRinging,
  IconCircleCheck,
  IconFlame,
  IconHelpCircle,
  IconLink,
  IconMotorbike,
  IconDeviceDesktop,
  IconPlugConnected,
  IconPlugConnectedX,
  IconTargetArrow,
  IconTrendingUp,
  IconAlertTriangle,
  type Icon,
} from '@tabler/icons-react';
import { readBarcodeReport } from '#shared/features/link/linkAtWork.ts';
import type { DeviceState } from '#shared/model/device/device.ts';
import { stepWith } from '#shared/model/workflow/workflowSteps.ts';
import { useObservable, useStation } from '#renderer/bridge/StationContext.tsx';
import { useRecordChanges } from '#renderer/bridge/useRecordChanges.ts';
import { plain } from '#renderer/bridge/takeWork.ts';
import type { TextKey } from '#renderer/text/textTable.ts';
import { useText } from '#renderer/text/useText.ts';
import { BigButton } from '#renderer/ui/BigButton.tsx';
import { Countdown } from '#renderer/ui/Countdown.tsx';
import { paceLook } from '#renderer/ui/paceLook.ts';
import { Panel } from '#renderer/ui/Panel.tsx';
import { ScreenName } from '#renderer/ui/ScreenName.tsx';
import { StatusTag } from '#renderer/ui/StatusTag.tsx';
import { toneStyle } from '#renderer/ui/toneStyle.ts';
import type { Tone } from '#renderer/ui/tokens.ts';
import { useNowMs } from '#renderer/ui/useNowMs.ts';
import { boardFigures } from './boardFigures.ts';
import css from './BoardScreen.module.css';
import { StageColumn } from './StageColumn.tsx';

/** How long since a station was seen until it counts as away, milliseconds. */
const stationAwayMs = 120_000;

/** The whole house at a glance: what is late, what will be, where the work lies, who and what works. */
export function BoardScreen() {
  const station = useStation();
  const { t } = useText();
  useRecordChanges(['order', 'task', 'courier', 'station', 'alert', 'discrepancy', 'trip']);
  const nowMs = useNowMs(station.nowMs);
  const site = station.store.view.site();
  if (site === undefined) return null;
  const figures = boardFigures(station.store, site, nowMs);
  return (
    <main className={css.board}>
      <ScreenName name={t('nav.board')} />
      <div className={css.figures}>
        <Figure icon={IconTrendingUp} tone="info" name="board.active" number={String(figures.active)} />
        <Figure icon={IconFlame} tone={figures.late > 0 ? 'late' : 'ok'} name="board.late" number={String(figures.late)} />
        <Figure
          icon={IconAlertTriangle}
          tone={figures.predictedLate > 0 ? 'soon' : 'ok'}
          name="board.predictedLate"
          number={String(figures.predictedLate)}
        />
        <Figure icon={IconCircleCheck} tone="ok" name="board.delivered" number={String(figures.delivered)} />
        <Figure
          icon={IconTargetArrow}
          tone={
            figures.onTimePercent === null ? 'calm' : figures.onTimePercent >= 95 ? 'ok' : figures.onTimePercent >= 85 ? 'soon' : 'late'
          }
          name="board.onTime"
          number={figures.onTimePercent === null ? '—' : `${figures.onTimePercent}%`}
        />
      </div>
      <div className={css.stages}>
        {figures.stages.map((stage) => (
          <StageColumn key={stage.budget} stage={stage} />
        ))}
      </div>
      <div className={css.lower}>
        <Panel title={t('board.atRisk')} isFilling>
          {figures.mostUrgent.length === 0 ? <p className={css.quiet}>{t('board.noLate')}</p> : null}
          {figures.mostUrgent.map(({ order, pace }) => (
            <div key={order.id} className={css.line}>
              <strong className={css.lineNo}>{order.daySequence}</strong>
              <span className={`${css.grow} ${css.urgentStage}`}>{t(`stage.${order.stage}`)}</span>
              <Countdown leftMs={pace.leftMs} tone={paceLook[pace.standing].tone} word={t(paceLook[pace.standing].word)} />
            </div>
          ))}
        </Panel>
        <Couriers />
        <StationsAndDevices nowMs={nowMs} />
        <Alerts openDiscrepancies={figures.openDiscrepancies} />
      </div>
    </main>
  );
}

function Figure(props: { icon: Icon; tone: Tone; name: TextKey; number: string }) {
  const { t } = useText();
  const Sign = props.icon;
  return (
    <div className={css.figure} style={toneStyle(props.tone)}>
      <span className={css.figureName}>
        <Sign size={28} aria-hidden /> {t(props.name)}
      </span>
      <strong className={css.figureNumber}>{props.number}</strong>
    </div>
  );
}

function Couriers() {
  const { store } = useStation();
  const { t } = useText();
  const rank = { atSite: 0, returning: 1, outbound: 2, offShift: 3 } as const;
  const tones = { atSite: 'ok', returning: 'info', outbound: 'calm', offShift: 'calm' } as const;
  const couriers = [...store.all('courier')].sort(
    (one, other) => rank[one.status] - rank[other.status] || (one.code < other.code ? -1 : 1),
  );
  return (
    <Panel title={t('board.couriers')} note={String(couriers.filter((courier) => courier.status !== 'offShift').length)} isFilling>
      {couriers.map((courier) => {
        const trip = courier.tripId === null ? undefined : store.view.get('trip', courier.tripId);
        return (
          <div key={courier.id} className={css.line}>
            <span className={css.grow}>
              {courier.name}
              {trip === undefined ? null : (
                <span className={css.quiet}>
                  {' '}
                  {trip.orderIds.map((orderId) => store.view.get('order', orderId)?.daySequence ?? '?').join(' · ')}
                </span>
              )}
            </span>
            <StatusTag tone={tones[courier.status]} icon={IconMotorbike} label={t(`board.courierState.${courier.status}`)} />
          </div>
        );
      })}
    </Panel>
  );
}

function StationsAndDevices(props: { nowMs: number }) {
  const { store, connection: connectionCell } = useStation();
  const text = useText();
  const { t } = text;
  const connection = useObservable(connectionCell);
  const tasks = store.find.openTasks();
  return (
    <Panel title={t('board.stations')} isFilling>
      {[...store.all('station')].map((other) => {
        const isAway = other.lastSeenAtMs === null || props.nowMs - other.lastSeenAtMs > stationAwayMs;
        const task = tasks.find((candidate) => candidate.holder?.stationId === other.id && candidate.status === 'claimed');
        const order = task?.orderIds[0] === undefined ? undefined : store.view.get('order', task.orderIds[0]);
        const person = task?.holder == null ? undefined : store.view.get('operator', task.holder.operatorId);
        const seen =
          other.lastSeenAtMs === null
            ? t('board.stationNever')
            : t('board.stationSeen', { age: text.age(props.nowMs - other.lastSeenAtMs) });
        return (
          <div key={other.id} className={css.line}>
            <span className={css.grow}>
              {other.name}
              <span className={css.quiet}>
                {' '}
                {order === undefined || person === undefined
                  ? t('board.idle')
                  : t('board.working', { name: person.name, order: order.daySequence })}
              </span>
            </span>
            <StatusTag
              tone={other.isRevoked ? 'late' : isAway ? 'soon' : 'ok'}
              icon={IconDeviceDesktop}
              label={other.isRevoked ? t('board.stationRevoked') : seen}
            />
          </div>
        );
      })}
      <h3 className={css.subtitle}>{t('board.devices')}</h3>
      {(connection?.devices ?? []).map((device) => (
        <div key={device.deviceId} className={css.line}>
          <span className={css.grow}>{device.name}</span>
          <StatusTag
            tone={deviceTones[device.status]}
            icon={device.status === 'ready' ? IconPlugConnected : IconPlugConnectedX}
            label={t(`strip.${device.status}`)}
          />
        </div>
      ))}
    </Panel>
  );
}

const deviceTones: Readonly<Record<DeviceState['status'], Tone>> = { ready: 'ok', connecting: 'soon', fault: 'late', off: 'calm' };

/** An unknown barcode somebody came upon at work: what it may be, and the way to link it. */
function BarcodeReport(props: { reason: string }) {
  const station = useStation();
  const { t, name } = useText();
  const report = readBarcodeReport(props.reason);
  const sku = report === null ? undefined : station.store.view.get('sku', report.skuId);
  if (report === null || sku === undefined) return null;
  const { gtin } = report;
  const effect = { kind: 'go' as const, screen: 'link' as const, subjectId: gtin };
  return (
    <>
      {t('link.reportedLine', { scanned: gtin.replace(/^0+/, ''), sku: name(sku.name) })}
      <BigButton
        icon={IconLink}
        label={t('link.openReport')}
        onPress={() => station.runner.submitJob(() => plain(stepWith(null, 'ok', { effects: [effect] })), `link ${gtin}`)}
      />
    </>
  );
}

function Alerts(props: { openDiscrepancies: number }) {
  const station = useStation();
  const { t } = useText();
  const alerts = [...station.store.all('alert')]
    .filter((alert) => alert.status !== 'closed')
    .sort((one, other) => other.raisedAtMs - one.raisedAtMs);
  return (
    <Panel title={t('board.alerts')} note={String(alerts.length)} isFilling>
      {alerts.length === 0 ? <p className={css.quiet}>{t('board.noAlerts')}</p> : null}
      {props.openDiscrepancies > 0 ? (
        <StatusTag tone="soon" icon={IconAlertTriangle} label={t('board.discrepancies', { count: props.openDiscrepancies })} />
      ) : null}
      {alerts.map((alert) => {
        const order = alert.orderId === null ? undefined : station.store.view.get('order', alert.orderId);
        const from = alert.stationId === null ? undefined : station.store.view.get('station', alert.stationId)?.name;
        const status = alert.status === 'open' ? ('acknowledged' as const) : ('closed' as const);
        return (
          <div key={alert.id} className={`${css.line} ${css.wrapping}`}>
            <StatusTag
              isFilled={alert.status === 'open'}
              tone={alert.status === 'open' ? 'late' : 'calm'}
              icon={alert.kind === 'help' ? IconHelpCircle : IconBellRinging}
              label={t(`board.alertKind.${alert.kind}`)}
            />
            <span className={css.grow}>
              {from ?? ''} {order === undefined ? '' : `#${order.daySequence}`}
              <BarcodeReport reason={alert.reason} />
            </span>
            <BigButton
              icon={IconCircleCheck}
              label={t('act.dismiss')}
              onPress={() =>
                station.runner.submitJob(
                  () => plain(stepWith(null, 'ok', { drafts: [{ kind: 'settleAlert', payload: { alertId: alert.id, status } }] })),
                  `settle ${alert.id}`,
                )
              }
            />
          </div>
        );
      })}
    </Panel>
  );
}
