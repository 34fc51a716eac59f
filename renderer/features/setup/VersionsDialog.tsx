import { useMemo } from 'react';
import { useStore } from 'zustand';
import type { Problem } from '../../api/problem.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { ProblemCard } from '../../ui/ProblemCard.tsx';
import { StepList } from '../../ui/StepList.tsx';
import { useKeptFocus } from '../../ui/use-kept-focus.ts';
import { Waiting } from '../../ui/Waiting.tsx';
import { RestartAll } from './RestartAll.tsx';
import { megabytes } from './setup-words.ts';
import { VersionLine } from './VersionLine.tsx';
import { outdatedIds, type VersionsModel, type VersionsState } from './versions-model.ts';
import './versions.css';

interface VersionsDialogProps {
  readonly model: VersionsModel;
  readonly hostName: string;
  /** The repository of an instance. */
  readonly nameOf: (instanceId: string) => string;
  /** What the restart of an instance is doing; null where there is none. */
  readonly doingOf: (instanceId: string) => string | null;
  /** Why the last restart of an instance failed, by id. */
  readonly restartProblems: Readonly<Record<string, Problem>>;
  readonly onRestart: (instanceIds: readonly string[]) => void;
  /** Brings the version of this Berth to the host. */
  readonly onUpdate: () => void;
}

/** The versions of VS Code on a server: which one starts, which ones still run, and the way forward and back. */
export function VersionsDialog({ model, hostName, ...rest }: VersionsDialogProps) {
  const state = useStore(model.store);
  const { doingOf } = rest;
  // What is switched to, restarted or removed has no button any more; one of these changes with each step of it.
  const content = useKeptFocus<HTMLDivElement>(useMemo(() => [state, doingOf], [state, doingOf]));
  return (
    <Dialog
      title={`VS Code on ${hostName}`}
      isOpen={state.phase !== 'closed'}
      onClose={model.close}
      width={620}
      closesOnClickOutside={false}
    >
      <div ref={content} tabIndex={-1} className="versions">
        {state.phase === 'reading' && <Waiting words="Reading the versions from the server…" />}
        {state.phase === 'failed' && (
          <ProblemCard title="Reading the versions failed" problem={state.problem} detailLabel="Show details">
            <Button look="primary" onClick={() => void model.open(state.profileId)}>
              Try again
            </Button>
          </ProblemCard>
        )}
        {state.phase === 'ready' && <Versions model={model} state={state} {...rest} />}
      </div>
    </Dialog>
  );
}

type Ready = Extract<VersionsState, { phase: 'ready' }>;
type VersionsProps = Omit<VersionsDialogProps, 'hostName'> & { readonly state: Ready };

function Versions({ model, state: { codeServers, task }, onUpdate, ...editors }: VersionsProps) {
  const { versions, foreign, pinnedVersion, partialBytes } = codeServers;
  const current = versions.find(({ isCurrent }) => isCurrent)?.version ?? null;
  const isBusy = task?.isRunning === true;
  const { nameOf, doingOf, restartProblems, onRestart } = editors;
  const outdated = outdatedIds(codeServers);
  const hasPinned = versions.some(({ version }) => version === pinnedVersion);
  return (
    <>
      {current === pinnedVersion ? (
        <p className="dim">Editors start with {pinnedVersion}, the version that this Berth was tested with.</p>
      ) : (
        <Notice tone="plain">
          <p>
            This Berth was tested with <b className="num">{pinnedVersion}</b>
            {current === null ? '' : `; this server starts editors with ${current}`}.
          </p>
          {!hasPinned && (
            <>
              <p className="dim">
                It is put beside what is there and checked before editors start with it. Editors that run keep theirs.
                {partialBytes > 0 && ` ${megabytes(partialBytes)} of it are there already.`}
              </p>
              <div className="problem-actions">
                <Button look="primary" isBusy={isBusy} onClick={onUpdate}>
                  {current === null ? 'Install' : 'Update to'} {pinnedVersion}
                </Button>
              </div>
            </>
          )}
        </Notice>
      )}
      {foreign !== null && (
        <p className="dim">
          Editors start with code-server {foreign.version} in <span className="mono">{foreign.path}</span>, which Berth
          did not install and leaves alone.
        </p>
      )}
      {versions.length === 0 && foreign === null && <p className="dim">There is none on this server yet.</p>}
      {versions.length > 0 && (
        <ul className="version-list" aria-label="Versions on this server">
          {versions.map((installed) => (
            <VersionLine
              key={installed.version}
              installed={installed}
              currentVersion={current}
              isPinned={installed.version === pinnedVersion}
              isBusy={isBusy}
              nameOf={nameOf}
              doingOf={doingOf}
              onRestart={(id) => onRestart([id])}
              onUse={() => void model.use(installed.version)}
              onRemove={() => void model.remove(installed.version)}
            />
          ))}
        </ul>
      )}
      {current !== null && outdated.length > 0 && (
        <RestartAll
          ids={outdated.filter((id) => doingOf(id) === null)}
          currentVersion={current}
          isBusy={isBusy}
          {...editors}
        />
      )}
      {Object.entries(restartProblems).map(([id, problem]) => (
        <ProblemCard key={id} title={`Restarting ${nameOf(id)} failed`} problem={problem} detailLabel="Show details">
          <Button look="primary" onClick={() => onRestart([id])}>
            Try again
          </Button>
        </ProblemCard>
      ))}
      {task?.isRunning === true && (
        <div role="status">
          {task.steps.length === 0 ? (
            <Waiting words="Asking the server…" />
          ) : (
            <StepList label={`Steps for ${task.version}`} steps={task.steps} hasOtherWays />
          )}
        </div>
      )}
      {task?.problem != null && (
        <ProblemCard
          title={task.action === 'use' ? `Going to ${task.version} failed` : `Removing ${task.version} failed`}
          problem={task.problem}
          detailLabel="Show details"
        >
          <Button look="primary" onClick={() => void model[task.action](task.version)}>
            Try again
          </Button>
        </ProblemCard>
      )}
      <div className="dialog-actions">
        <Button onClick={model.close}>Done</Button>
      </div>
    </>
  );
}
