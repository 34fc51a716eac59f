import { useMantineColorScheme } from '@mantine/core';
import { Monitor, Moon, Sun } from 'lucide-react';
import { IconButton } from '../ui/Button.tsx';

const next = { auto: 'light', light: 'dark', dark: 'auto' } as const;
const words = { auto: 'follows the system', light: 'light', dark: 'dark' } as const;
const icons = { auto: Monitor, light: Sun, dark: Moon } as const;

/** Goes through system, light and dark; the choice is remembered. */
export function ThemeButton() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const Icon = icons[colorScheme];
  return (
    <IconButton
      className="theme-button"
      label={`Theme: ${words[colorScheme]}`}
      hint={`press for: ${words[next[colorScheme]]}`}
      onClick={() => setColorScheme(next[colorScheme])}
    >
      <Icon size={15} aria-hidden="true" />
    </IconButton>
  );
}
