import { UnstyledButton } from '@mantine/core';
import { IconSchool } from '@tabler/icons-react';
import { useStation } from '#renderer/bridge/StationContext.tsx';
import { useText } from '#renderer/text/useText.ts';

/** The way into training by touch; the code TRAINING does the same. */
export function TrainingKey(props: { className: string | undefined }) {
  const { runner } = useStation();
  const { t } = useText();
  return (
    <UnstyledButton
      className={props.className ?? ''}
      onClick={() => runner.submit({ kind: 'act', action: 'training', argument: null })}
      aria-label={t('training.enter')}
      title={t('training.enter')}
    >
      <IconSchool size={26} aria-hidden />
    </UnstyledButton>
  );
}
