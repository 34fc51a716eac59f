import { lazy, Suspense } from 'react';
import { useStore } from 'zustand';
import { useBerth } from '../use-berth.ts';

const DownloadsDrawer = lazy(async () => ({
  default: (await import('../../features/downloads/DownloadsDrawer.tsx')).DownloadsDrawer,
}));

/** The list of downloads, loaded when it is opened first. */
export function Downloads() {
  const { downloads } = useBerth();
  const hasAny = useStore(downloads.store, (state) => state.downloads.length > 0);
  if (!hasAny) return null;
  return (
    <Suspense>
      <DownloadsDrawer model={downloads} />
    </Suspense>
  );
}
