import { useStore } from 'zustand';
import { useBerth } from '../use-berth.ts';
import { DiagnosisGroup } from './DiagnosisGroup.tsx';
import { ResetGroup } from './ResetGroup.tsx';
import { SafeModeGroup } from './SafeModeGroup.tsx';

/** What helps when Berth itself is not as it should be. */
export function TroublePart() {
  const { shellInfo } = useBerth();
  const isDesktop = useStore(shellInfo, (info) => info?.shell === 'electron');
  return (
    <>
      <DiagnosisGroup hasFolder={isDesktop} />
      {isDesktop && <SafeModeGroup />}
      <ResetGroup />
    </>
  );
}
