import { useMediaQuery } from '@mantine/hooks';

/** True on screens as narrow as the style sheets call a phone (700 px). */
export function useIsPhone(): boolean {
  return useMediaQuery('(max-width: 700px)', undefined, { getInitialValueInEffect: false }) ?? false;
}
