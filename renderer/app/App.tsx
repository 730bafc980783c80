import { MantineProvider } from '@mantine/core';
import type { i18n } from 'i18next';
import { I18nextProvider } from 'react-i18next';
import type { Bridge } from '#renderer/bridge/openBridge.ts';
import { houseCssVariables, houseTheme } from '#renderer/ui/houseTheme.ts';
import { BugScreen } from './BugScreen.tsx';
import { StationGate } from './StationGate.tsx';
import { WaitScreen } from './WaitScreen.tsx';

/** The page: theme, language, and the way to the station. `bridge` null: this browser is not paired. */
export function App(props: { bridge: Bridge | null; text: i18n }) {
  return (
    <I18nextProvider i18n={props.text}>
      <MantineProvider theme={houseTheme} cssVariablesResolver={houseCssVariables} defaultColorScheme="auto">
        <BugScreen>
          {props.bridge === null ? (
            <WaitScreen title="app.notPaired" hint="app.notPairedHint" isBroken />
          ) : (
            <StationGate bridge={props.bridge} />
          )}
        </BugScreen>
      </MantineProvider>
    </I18nextProvider>
  );
}
