import { TextInput } from '@mantine/core';
import { ORPCError } from '@orpc/client';
import { IconPlugConnected } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import type { Bridge } from '#renderer/bridge/openBridge.ts';
import type { TextKey } from '#renderer/text/textTable.ts';
import { useText } from '#renderer/text/useText.ts';
import { BigButton } from '#renderer/ui/BigButton.tsx';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import { MessageBar } from '#renderer/ui/MessageBar.tsx';
import css from './EnrolScreen.module.css';

/** A host that belongs to no site yet: one code from the platform makes it a station. */
export function EnrolScreen(props: { bridge: Bridge; corner: ReactNode }) {
  const { t } = useText();
  const [oneTimeCode, setCode] = useState('');
  const [stationName, setName] = useState('');
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<TextKey | null>(null);
  const isReady = oneTimeCode.trim().length >= 4 && stationName.trim() !== '' && !isBusy;
  const enrol = async () => {
    setBusy(true);
    setProblem(null);
    try {
      await props.bridge.client.station.enrol({ oneTimeCode: oneTimeCode.trim(), stationName: stationName.trim() });
      await props.bridge.refresh();
    } catch (error) {
      setProblem(problemOf(error));
    }
    setBusy(false);
  };
  return (
    <main className={css.screen}>
      <span className={css.corner}>{props.corner}</span>
      <EmptyState icon={IconPlugConnected} title={t('enrol.title')} hint={t('enrol.hint')}>
        <form
          className={css.form}
          onSubmit={(event) => {
            event.preventDefault();
            if (isReady) void enrol();
          }}
        >
          <TextInput
            size="xl"
            label={t('enrol.code')}
            value={oneTimeCode}
            onChange={(event) => setCode(event.currentTarget.value)}
            autoComplete="off"
          />
          <TextInput
            size="xl"
            label={t('enrol.name')}
            placeholder={t('enrol.namePlaceholder')}
            value={stationName}
            onChange={(event) => setName(event.currentTarget.value)}
            maxLength={60}
          />
          <BigButton
            icon={IconPlugConnected}
            label={t('enrol.submit')}
            look="main"
            isHuge
            isDisabled={!isReady}
            onPress={() => void enrol()}
          />
        </form>
        {problem === null ? null : <MessageBar tone="late" text={t(problem)} />}
      </EmptyState>
    </main>
  );
}

function problemOf(error: unknown): TextKey {
  if (!(error instanceof ORPCError)) return 'enrol.failed';
  if (error.code === 'INVALID_CODE') return 'enrol.invalid';
  return error.code === 'PLATFORM_UNREACHABLE' ? 'enrol.unreachable' : 'enrol.failed';
}
