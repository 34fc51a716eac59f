import { useStore } from 'zustand';
import { KeySettings } from '../../features/keys/KeySettings.tsx';
import { useBerth } from '../use-berth.ts';

/** The keys, in the dialog of Berth's own settings. */
export function KeysPart() {
  const { chords, shellInfo } = useBerth();
  const isDesktop = useStore(shellInfo, (info) => info?.shell === 'electron');
  return <KeySettings model={chords} isDesktop={isDesktop} />;
}
