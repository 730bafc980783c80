import { IconBug, IconPlayerPlay } from '@tabler/icons-react';
import { Component, type ReactNode } from 'react';
import { useText } from '#renderer/text/useText.ts';
import { BigButton } from '#renderer/ui/BigButton.tsx';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';

/** Catches a failed screen. What sounded is durable, so going on loses nothing. */
export class BugScreen extends Component<{ children: ReactNode }, { bug: Error | null }> {
  override state: { bug: Error | null } = { bug: null };

  static getDerivedStateFromError(bug: unknown) {
    return { bug: bug instanceof Error ? bug : new Error(String(bug)) };
  }

  override render() {
    const { bug } = this.state;
    return bug === null ? this.props.children : <BugView detail={bug.message} onContinue={() => this.setState({ bug: null })} />;
  }
}

function BugView(props: { detail: string; onContinue: () => void }) {
  const { t } = useText();
  return (
    <EmptyState icon={IconBug} title={t('bug.title')} hint={t('bug.hint')}>
      <BigButton icon={IconPlayerPlay} label={t('bug.proceed')} look="main" isHuge onPress={props.onContinue} />
      <p>{t('bug.detail', { detail: props.detail })}</p>
    </EmptyState>
  );
}
