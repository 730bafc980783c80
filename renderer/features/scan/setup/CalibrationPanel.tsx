import { UnstyledButton } from '@mantine/core';
import { IconKeyboard, IconPlayerStop } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useStation } from '#renderer/bridge/StationContext.tsx';
import {
  calibrateWedge,
  calibrationScans,
  type CalibrationProblem,
  type WedgeProfile,
  type WedgeSample,
} from '#renderer/bridge/wedgeProfile.ts';
import { useText } from '#renderer/text/useText.ts';
import { BigButton } from '#renderer/ui/BigButton.tsx';
import { MessageBar } from '#renderer/ui/MessageBar.tsx';
import { Panel } from '#renderer/ui/Panel.tsx';
import { CodePicture } from './CodePicture.tsx';
import css from './ScanningScreen.module.css';

/** What the calibration code says; letters of both cases and a sign show a wrong keyboard layout. */
export const calibrationText = 'HalfHour-2468-Cal';
/** Silence that ends one scan while calibrating. */
const endOfScanMs = 700;

type Outcome = { readonly profile: WedgeProfile } | { readonly problem: CalibrationProblem };

/** Learns how a keyboard-wedge scanner types, from three scans of one code, and keeps it on this computer. */
export function CalibrationPanel() {
  const { t } = useText();
  const { samples, setSamples, outcome, profiles, forget } = useCalibration();
  const told = (profile: WedgeProfile): string =>
    t('scanning.learnDone', {
      prefix: profile.prefix ?? t('scanning.none'),
      suffix: profile.suffix ?? t('scanning.none'),
      gapMs: profile.longestGapMs,
    });
  return (
    <Panel title={t('scanning.learn')}>
      <p className={css.hint}>{t('scanning.learnHint')}</p>
      <CodePicture text={calibrationText} />
      {samples !== null ? (
        <MessageBar tone="info" text={t('scanning.learnWait', { no: samples.length + 1, count: calibrationScans })} />
      ) : outcome === null ? null : 'profile' in outcome ? (
        <MessageBar tone="ok" text={told(outcome.profile)} />
      ) : (
        <MessageBar tone="soon" text={t(`scanning.problem.${outcome.problem}`)} />
      )}
      <div className={css.row}>
        {samples !== null ? (
          <BigButton icon={IconPlayerStop} label={t('scanning.learnStop')} onPress={() => setSamples(null)} />
        ) : (
          <BigButton icon={IconKeyboard} label={t('scanning.learnStart')} onPress={() => setSamples([])} />
        )}
      </div>
      <h3 className={css.small}>{t('scanning.learned')}</h3>
      {profiles.length === 0 ? <p className={css.hint}>{t('scanning.learnedNone')}</p> : null}
      <ul className={css.list}>
        {profiles.map((profile) => (
          <li key={profile.name} className={css.entry}>
            <span>{told(profile)}</span>
            <UnstyledButton className={css.forget} onClick={() => forget(profile.name)}>
              {t('scanning.forget')}
            </UnstyledButton>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

/** Three scans of one code, what was learnt of them, and the scanners kept on this computer. */
function useCalibration() {
  const { keyboard } = useStation();
  const [samples, setSamples] = useState<readonly WedgeSample[] | null>(null);
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const [profiles, setProfiles] = useState(keyboard.profiles());
  const isLearning = samples !== null;
  useEffect(() => {
    if (!isLearning) return undefined;
    let keys: string[] = [];
    let atMs: number[] = [];
    let timer: ReturnType<typeof setTimeout> | undefined;
    const end = (): void => {
      const sample = { keys, atMs };
      keys = [];
      atMs = [];
      setSamples((before) => (before === null ? null : [...before, sample]));
    };
    const stop = keyboard.tap((key, pressedAtMs) => {
      keys.push(key);
      atMs.push(pressedAtMs);
      clearTimeout(timer);
      timer = setTimeout(end, endOfScanMs);
    });
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [isLearning, keyboard]);
  useEffect(() => {
    if (samples === null || samples.length < calibrationScans) return;
    setSamples(null);
    const name = `wedge-${keyboard.profiles().length + 1}`;
    const learned = calibrateWedge(name, calibrationText, samples);
    if (!learned.ok) return setOutcome({ problem: learned.problem });
    setOutcome({ profile: learned.profile });
    keyboard.setProfiles([...keyboard.profiles(), learned.profile]);
    setProfiles(keyboard.profiles());
  }, [samples, keyboard]);
  const forget = (name: string): void => {
    keyboard.setProfiles(keyboard.profiles().filter((profile) => profile.name !== name));
    setProfiles(keyboard.profiles());
  };
  return { samples, setSamples, outcome, profiles, forget };
}
