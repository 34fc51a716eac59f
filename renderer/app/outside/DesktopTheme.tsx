import { useMantineColorScheme } from '@mantine/core';
import { useEffect } from 'react';
import { useBerth } from '../use-berth.ts';

/** Draws nothing: hands the theme that was chosen to the desktop, whose menus and editors follow it. */
export function DesktopTheme() {
  const { theme } = useBerth();
  const { colorScheme } = useMantineColorScheme();
  useEffect(() => {
    theme.setState(colorScheme === 'auto' ? 'system' : colorScheme, true);
  }, [theme, colorScheme]);
  return null;
}
