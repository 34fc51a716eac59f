import { useMemo, useState } from 'react';
import { countOf } from '../../lib/format.ts';
import { Button } from '../../ui/Button.tsx';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { CleanupTree } from './CleanupTree.tsx';
import type { CleanupModel, CleanupState } from './cleanup-model.ts';
import { freedWords, sizesOf } from './cleanup-sizes.ts';
import { cleanupGroups } from './cleanup-tree.ts';

interface CleanupReportViewProps {
  readonly model: CleanupModel;
  readonly state: Extract<CleanupState, { phase: 'done' }>;
  readonly hostName: string;
  readonly nameOf: (instanceId: string) => string;
}

const noKeys: ReadonlySet<string> = new Set();

/** What a cleanup did: what went, what stayed and why, and where the backup lies. */
export function CleanupReportView({ model, state, hostName, nameOf }: CleanupReportViewProps) {
  const { removed, remaining, backupPath } = state.report;
  const [names] = useState(() => nameOf);
  const groups = useMemo(() => cleanupGroups(remaining, names), [remaining, names]);
  const freed = freedWords(sizesOf(removed));
  return (
    <>
      <p role="status">
        <b>{countOf(removed.length, 'item')} removed</b>
        {freed === '' ? '.' : `, ${freed} given back.`}
      </p>
      {remaining.length > 0 && (
        <>
          <p className="warn">{countOf(remaining.length, 'item')} could not be removed:</p>
          <CleanupTree groups={groups} label="What remains" addedKeys={noKeys} />
        </>
      )}
      {backupPath !== null && (
        <div>
          <p className="dim">Records and confs as they were before, on {hostName}:</p>
          <div className="code-block">
            <span>{backupPath}</span>
            <CopyButton text={backupPath} label="Copy" />
          </div>
        </div>
      )}
      {state.level === 'everything' && remaining.length === 0 && (
        <p className="dim">The link is closed, so that nothing comes back. Connecting again begins anew.</p>
      )}
      <div className="cleanup-foot">
        <div className="dialog-actions">
          {remaining.length > 0 && (
            <Button onClick={() => void model.preview(state.profileId, 'leftovers')}>Look again</Button>
          )}
          <Button look="primary" onClick={model.close}>
            Done
          </Button>
        </div>
      </div>
    </>
  );
}
