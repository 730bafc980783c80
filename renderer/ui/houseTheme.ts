import { type CSSVariablesResolver, createTheme } from '@mantine/core';
import { darkTokens, lightTokens, toCssVariables } from './tokens.ts';

const fontFamily = "'Noto Sans SC', 'Noto Sans CJK SC', 'PingFang SC', 'Microsoft YaHei UI', 'Segoe UI', system-ui, sans-serif";

/** The house's Mantine theme: large type, large targets, own colours by CSS variables. */
export const houseTheme = createTheme({
  fontFamily,
  headings: { fontFamily, fontWeight: '800' },
  primaryColor: 'teal',
  defaultRadius: 12,
  fontSizes: { xs: '16px', sm: '18px', md: '20px', lg: '24px', xl: '32px' },
  lineHeights: { xs: '1.3', sm: '1.35', md: '1.4', lg: '1.35', xl: '1.25' },
  respectReducedMotion: true,
  cursorType: 'pointer',
});

/** Gives Mantine's variables and ours the values of both colour schemes. */
export const houseCssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    ...toCssVariables(lightTokens),
    '--mantine-color-body': lightTokens.page,
    '--mantine-color-text': lightTokens.ink,
    '--mantine-color-dimmed': lightTokens.quiet,
  },
  dark: {
    ...toCssVariables(darkTokens),
    '--mantine-color-body': darkTokens.page,
    '--mantine-color-text': darkTokens.ink,
    '--mantine-color-dimmed': darkTokens.quiet,
  },
});
