import { IconDoorExit, IconHome, IconLogin, IconMotorbike } from '@tabler/icons-react';
import { useCallback, useEffect, useState } from 'react';
import type { CourierTrip } from '#shared/wire/platform/platformMessages.ts';
import { useText } from '#renderer/text/useText.ts';
import { BigButton } from '#renderer/ui/BigButton.tsx';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import { type CourierApi, type CourierSession, createCourierApi, keepSession, readSession, statusOf } from './courierApi.ts';
import css from './CourierPage.module.css';
import { SignInForm } from './SignInForm.tsx';
import { TripCard } from './TripCard.tsx';

/** The ride is asked for so often; a position is told at most so often, milliseconds. */
const askEveryMs = 4000;
const positionEveryMs = 10_000;

/** A courier's telephone: sign in, shift, ride, bags, doors. `siteId` null: opened without the address of a site. */
export function CourierPage(props: { siteId: string | null }) {
  const [session, setSession] = useState<CourierSession | null>(() => readSession(localStorage));
  const put = useCallback((next: CourierSession | null) => {
    keepSession(localStorage, next);
    setSession(next);
  }, []);
  if (session === null) return <SignInForm siteId={props.siteId} onDone={put} />;
  return <Shift key={session.courierId} session={session} onLeave={() => put(null)} />;
}

function Shift(props: { session: CourierSession; onLeave: () => void }) {
  const { session, onLeave } = props;
  const { t } = useText();
  const [api] = useState(() => createCourierApi(window.location.origin, session.key));
  const [ride, setRide] = useState<CourierTrip | null>(null);
  const [status, setStatus] = useState<Status | null>(null);
  const [trouble, setTrouble] = useState<string | null>(null);
  const { siteId, courierId } = session;
  const ref = { siteId, courierId };
  /** Every call to the platform; what went wrong is said on the page. */
  const call = useCallback(
    async <T,>(ask: (api: CourierApi) => Promise<T>): Promise<T | null> => {
      try {
        const answer = await ask(api);
        setTrouble(null);
        return answer;
      } catch (fault) {
        const told = statusOf(fault);
        if (told?.status === 401) onLeave();
        setTrouble(told === null ? t('courier.offline') : t('courier.refused', { reason: told.code }));
        return null;
      }
    },
    [api, onLeave, t],
  );
  const look = useCallback(async () => {
    const next = await call((couriers) => couriers.trip({ siteId, courierId }));
    if (next !== null) setRide(next);
  }, [call, siteId, courierId]);
  useEffect(() => {
    void look();
    const timer = setInterval(() => void look(), askEveryMs);
    return () => clearInterval(timer);
  }, [look]);
  usePositions(api, session);
  const report = async (next: 'offShift' | 'atSite') => {
    const row = await call((couriers) => couriers.report({ ...ref, status: next }));
    if (row !== null) setStatus(row.status);
    await look();
  };
  const trip = ride?.trip ?? null;
  return (
    <main className={css.page}>
      <header className={css.head}>
        <IconMotorbike size={32} aria-hidden />
        <h1 className={css.name}>{session.name}</h1>
        <button type="button" className={css.leave} onClick={onLeave} aria-label={t('courier.leave')}>
          <IconDoorExit size={28} aria-hidden />
        </button>
      </header>
      {trouble === null ? null : (
        <p className={css.trouble} role="alert">
          {trouble}
        </p>
      )}
      {ride !== null && trip !== null ? (
        <TripCard ride={{ ...ride, trip }} session={session} call={call} onChanged={setRide} look={look} />
      ) : (
        <Idle status={status} report={(next) => void report(next)} />
      )}
    </main>
  );
}

type Status = 'offShift' | 'atSite' | 'outbound' | 'returning';

/** Between rides: on shift or not. */
function Idle({ status, report }: { status: Status | null; report: (next: 'offShift' | 'atSite') => void }) {
  const { t } = useText();
  const isResting = status === null || status === 'offShift';
  return (
    <>
      <EmptyState
        isPart
        icon={IconMotorbike}
        title={t(isResting ? 'courier.resting' : 'courier.waiting')}
        hint={t('courier.waitingHint')}
      />
      <div className={css.actions}>
        <BigButton
          icon={isResting ? IconLogin : IconHome}
          look="main"
          label={t(isResting ? 'courier.onShift' : 'courier.backAtSite')}
          onPress={() => report('atSite')}
        />
        <BigButton icon={IconDoorExit} label={t('courier.offShift')} onPress={() => report('offShift')} />
      </div>
    </>
  );
}

/** Tells where the telephone is while the page is open, where the person allows it. */
function usePositions(api: CourierApi, { siteId, courierId }: CourierSession): void {
  useEffect(() => {
    if (!('geolocation' in navigator)) return undefined;
    let lastMs = 0;
    const watch = navigator.geolocation.watchPosition(
      ({ coords }) => {
        if (Date.now() - lastMs < positionEveryMs) return;
        lastMs = Date.now();
        void api.position({ siteId, courierId, lat: coords.latitude, lng: coords.longitude }).catch(() => undefined);
      },
      () => undefined,
      { enableHighAccuracy: true },
    );
    return () => navigator.geolocation.clearWatch(watch);
  }, [api, siteId, courierId]);
}
