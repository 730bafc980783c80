import { IconClockHour4, IconPlugConnectedX, IconRefresh } from '@tabler/icons-react';
import type { TextKey } from '#renderer/text/textTable.ts';
import { useText } from '#renderer/text/useText.ts';
import { BigButton } from '#renderer/ui/BigButton.tsx';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';

/** Before there is a station to work at: what is going on, and what a person can do. */
export function WaitScreen(props: {
  title: TextKey;
  hint?: TextKey;
  params?: Record<string, string | number>;
  isBroken?: boolean;
  action?: { label: TextKey; run: () => void };
}) {
  const { t } = useText();
  return (
    <EmptyState
      icon={props.isBroken ? IconPlugConnectedX : IconClockHour4}
      title={t(props.title, props.params)}
      {...(props.hint === undefined ? {} : { hint: t(props.hint) })}
    >
      {props.action === undefined ? null : (
        <BigButton icon={IconRefresh} label={t(props.action.label)} look="main" isHuge onPress={props.action.run} />
      )}
    </EmptyState>
  );
}
