import { useCallback, useState } from 'react';
import type { Operator } from '#shared/model/operator/operator.ts';
import { messageOf, stepWith } from '#shared/model/workflow/workflowSteps.ts';
import type { Message } from '#shared/model/workflow/workflow.ts';
import { useStation } from '#renderer/bridge/StationContext.tsx';
import { verifyPin } from './verifyPin.ts';

/** Wrong PINs before a wait, and the first wait; it doubles each further time. */
const triesBeforeWait = 5;
const firstWaitMs = 15_000;
const longestPin = 12;

export type SignInEntry = {
  readonly badge: string;
  readonly pin: string;
  /** Known once the number is entered. */
  readonly person: Operator | null;
  readonly isChecking: boolean;
  readonly message: Message | null;
};

/** Number, then PIN; a wait after too many wrong ones. */
export function useSignIn(onDone: (operator: Operator) => void) {
  const station = useStation();
  const [entry, setEntry] = useState<SignInEntry>({ badge: '', pin: '', person: null, isChecking: false, message: null });
  const [tries, setTries] = useState({ wrong: 0, waitUntilMs: 0 });

  const submitBadge = useCallback(() => {
    const operatorId = station.store.find.operatorByBadge(entry.badge);
    const person = operatorId === undefined ? undefined : station.store.view.get('operator', operatorId);
    if (person === undefined) setEntry({ ...entry, badge: '', message: messageOf('signIn.unknownBadge', { scanned: entry.badge }) });
    else if (person.validUntilMs < station.nowMs())
      setEntry({ ...entry, badge: '', message: messageOf('signIn.expired', { name: person.name }) });
    else setEntry({ ...entry, person, message: null });
  }, [station, entry]);

  const submitPin = useCallback(async () => {
    const { person, pin } = entry;
    if (person === null) return;
    const waitMs = tries.waitUntilMs - station.nowMs();
    if (waitMs > 0) return setEntry({ ...entry, pin: '', message: messageOf('signIn.tooMany', { seconds: Math.ceil(waitMs / 1000) }) });
    setEntry({ ...entry, isChecking: true, message: null });
    if (!(await verifyPin(person, pin))) {
      const wrong = tries.wrong + 1;
      const over = wrong - triesBeforeWait;
      setTries({ wrong, waitUntilMs: over < 0 ? 0 : station.nowMs() + firstWaitMs * 2 ** Math.min(over, 6) });
      return setEntry({ ...entry, pin: '', isChecking: false, message: messageOf('signIn.wrong') });
    }
    station.runner.submitJob(
      () => ({
        step: stepWith(null, 'ok', {
          drafts: [{ kind: 'signIn', payload: { method: 'pin' } }],
          message: messageOf('common.signedIn', { name: person.name }),
        }),
        isHandedOn: false,
        asOperatorId: person.id,
        settled: () => onDone(person),
      }),
      'signIn',
    );
  }, [entry, tries, station, onDone]);

  const press = useCallback(
    (key: string): boolean => {
      if (entry.isChecking) return false;
      if (/^[0-9A-Za-z]$/.test(key)) {
        if (entry.person === null) setEntry({ ...entry, badge: (entry.badge + key.toUpperCase()).slice(0, 32), message: null });
        else if (/\d/.test(key)) setEntry({ ...entry, pin: (entry.pin + key).slice(0, longestPin), message: null });
        return true;
      }
      if (key === 'Backspace')
        setEntry(entry.person === null ? { ...entry, badge: entry.badge.slice(0, -1) } : { ...entry, pin: entry.pin.slice(0, -1) });
      else if (key === 'Escape') setEntry({ badge: '', pin: '', person: null, isChecking: false, message: null });
      else if (key === 'Enter' && entry.person === null && entry.badge !== '') submitBadge();
      else if (key === 'Enter' && entry.pin !== '') void submitPin();
      else return false;
      return true;
    },
    [entry, submitBadge, submitPin],
  );
  return { entry, press };
}
