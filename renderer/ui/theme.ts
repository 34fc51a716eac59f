import {
  type CSSVariablesResolver,
  createTheme,
  localStorageColorSchemeManager,
  type MantineColorsTuple,
} from '@mantine/core';

const accent: MantineColorsTuple = [
  '#e6f7f5',
  '#cdebe7',
  '#9fd9d1',
  '#6fc8bc',
  '#4dbbad',
  '#35b2a2',
  '#0d7a6e',
  '#0a6a60',
  '#085a52',
  '#044942',
];

/** Mantine in Berth's clothes: our tokens decide, so that its parts and ours are of one hand. */
export const theme = createTheme({
  primaryColor: 'accent',
  colors: { accent },
  fontFamily: 'var(--font)',
  fontFamilyMonospace: 'var(--font-mono)',
  fontSizes: { xs: '12px', sm: '13px', md: '13px', lg: '15px', xl: '18px' },
  defaultRadius: '6px',
  respectReducedMotion: true,
  cursorType: 'pointer',
});

/** Points Mantine's variables at the tokens; both colour schemes get the same names, the tokens differ. */
export const cssVariables: CSSVariablesResolver = () => {
  const both = {
    '--mantine-color-body': 'var(--panel)',
    '--mantine-color-text': 'var(--text)',
    '--mantine-color-dimmed': 'var(--dim)',
    '--mantine-color-placeholder': 'var(--faint)',
    '--mantine-color-error': 'var(--bad)',
    '--mantine-color-default': 'var(--panel)',
    '--mantine-color-default-border': 'var(--line-strong)',
    '--mantine-color-default-hover': 'var(--raise)',
    '--mantine-color-anchor': 'var(--accent-text)',
  };
  return { variables: {}, dark: both, light: both };
};

/** Remembers the choice; without one the page follows the system. */
export const colorSchemeManager = localStorageColorSchemeManager({ key: 'berth.theme' });
