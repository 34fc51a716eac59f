import { useMantineColorScheme } from '@mantine/core';
import { useCallback } from 'react';

const next = { auto: 'light', light: 'dark', dark: 'auto' } as const;

/** Goes on to the next of system, light and dark; the choice is remembered. */
export function useNextTheme(): () => void {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return useCallback(() => setColorScheme(next[colorScheme]), [colorScheme, setColorScheme]);
}
