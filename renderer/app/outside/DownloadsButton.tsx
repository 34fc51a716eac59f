import { Download } from 'lucide-react';
import { useStore } from 'zustand';
import { shareOf } from '../../features/downloads/downloads-model.ts';
import { countOf, formatShare } from '../../lib/format.ts';
import { IconButton } from '../../ui/Button.tsx';
import { useBerth } from '../use-berth.ts';
import '../../features/downloads/downloads.css';

/** Opens the list of downloads; there only once something was downloaded. */
export function DownloadsButton() {
  const { downloads: model } = useBerth();
  const downloads = useStore(model.store, (state) => state.downloads);
  if (downloads.length === 0) return null;
  const runningCount = downloads.filter(({ state }) => state === 'running').length;
  const share = shareOf(downloads);
  const far = share === null ? '' : `, ${formatShare(share)}`;
  return (
    <IconButton
      className="bell-button downloads-button"
      label={runningCount === 0 ? 'Downloads' : `Downloads: ${countOf(runningCount, 'file')} on the way${far}`}
      data-raised={runningCount > 0 || undefined}
      onClick={() => model.setOpen(true)}
    >
      <Download size={15} aria-hidden="true" />
      {runningCount > 0 && (
        <span className="bell-count num" aria-hidden="true">
          {runningCount}
        </span>
      )}
    </IconButton>
  );
}
