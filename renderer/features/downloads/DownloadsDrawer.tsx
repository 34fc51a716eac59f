import { useStore } from 'zustand';
import type { Download } from '../../../main/contract/surroundings.ts';
import { formatBytes, formatShare } from '../../lib/format.ts';
import { Button } from '../../ui/Button.tsx';
import { ProblemCard } from '../../ui/ProblemCard.tsx';
import { SideDrawer } from '../../ui/SideDrawer.tsx';
import type { DownloadsModel } from './downloads-model.ts';
import './downloads.css';

/** What was downloaded since Berth was started, and what is on its way. */
export function DownloadsDrawer({ model }: { readonly model: DownloadsModel }) {
  const { downloads, isOpen, problem } = useStore(model.store);
  const hasEnded = downloads.some(({ state }) => state !== 'running');
  return (
    <SideDrawer title="Downloads" isOpen={isOpen} from="right" isNarrow onClose={() => model.setOpen(false)}>
      <div className="downloads drawer-body">
        {problem !== null && <ProblemCard title="That did not work" problem={problem} />}
        {downloads.length === 0 ? (
          <p className="dim">
            Nothing here. What you download from an editor, by its menu, is listed until Berth ends.
          </p>
        ) : (
          <ul className="download-list" aria-label="Downloads">
            {downloads.map((download) => (
              <DownloadRow key={download.id} download={download} model={model} />
            ))}
          </ul>
        )}
        {hasEnded && (
          <div>
            <Button isSmall look="quiet" onClick={() => void model.forgetEnded()}>
              Clear the list
            </Button>
          </div>
        )}
      </div>
    </SideDrawer>
  );
}

function DownloadRow({ download, model }: { readonly download: Download; readonly model: DownloadsModel }) {
  const { id, name, state, receivedBytes, totalBytes } = download;
  const share = totalBytes === null ? null : Math.min(1, receivedBytes / totalBytes);
  return (
    <li className="download" data-state={state}>
      <span className="download-name cut" title={name}>
        {name}
      </span>
      <span className={`num ${state === 'failed' ? 'bad' : 'dim'}`}>{wordsOf(download, share)}</span>
      {/* Where nobody knows how much there is, the words say all. */}
      {share !== null && state === 'running' && <progress aria-label={`${name}, downloaded`} value={share} max={1} />}
      <span className="download-tools">
        {state === 'running' && (
          <Button isSmall aria-label={`Stop downloading ${name}`} onClick={() => void model.change(id, 'cancel')}>
            Stop
          </Button>
        )}
        {state === 'done' && (
          <Button isSmall aria-label={`Show in folder: ${name}`} onClick={() => void model.change(id, 'show')}>
            Show in folder
          </Button>
        )}
      </span>
    </li>
  );
}

function wordsOf({ state, receivedBytes, totalBytes }: Download, share: number | null): string {
  switch (state) {
    case 'running':
      return totalBytes === null || share === null
        ? `${formatBytes(receivedBytes)} so far`
        : `${formatBytes(receivedBytes)} of ${formatBytes(totalBytes)} · ${formatShare(share)}`;
    case 'done':
      return formatBytes(receivedBytes);
    case 'failed':
      return 'broke off; download it again from the editor';
    case 'cancelled':
      return 'stopped';
  }
}
