import { type RefObject, useEffect, useMemo, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { ProcessRow } from '../../../main/contract/processes.ts';
import { Button } from '../../ui/Button.tsx';
import type { MenuEntry } from '../../ui/menu-entry.ts';
import { useIsPhone } from '../../ui/use-is-phone.ts';
import { EndDialog } from './end/EndDialog.tsx';
import { EndInstanceDialog } from './end/EndInstanceDialog.tsx';
import type { EndingModel } from './end/ending-model.ts';
import { GridFoot } from './grid/GridFoot.tsx';
import { ProcessGrid } from './grid/ProcessGrid.tsx';
import { ProcessTools } from './grid/ProcessTools.tsx';
import { useHeldRows } from './grid/use-held-rows.ts';
import { filterProcesses, isFiltering, withAncestors } from './lines/process-filter.ts';
import type { ProcessGroup } from './lines/process-groups.ts';
import { type GroupLine, processLines } from './lines/process-lines.ts';
import { Away, NoProcesses, notLinked, Refused } from './ProcessesTrouble.tsx';
import { openFilter, type ProcessViewsModel, plainProcessView } from './process-views.ts';
import type { NameOf } from './process-words.ts';
import { emptyHost, type ProcessesModel } from './processes-model.ts';
import './processes.css';

interface ProcessesCardProps {
  readonly profileId: string;
  readonly hostName: string;
  readonly model: ProcessesModel;
  readonly views: ProcessViewsModel;
  readonly ending: EndingModel;
  readonly nameOf: NameOf;
  readonly searchField: RefObject<HTMLInputElement | null>;
  /** False while the link is down: what is shown is from before. */
  readonly isLinked: boolean;
  readonly onStop: (instanceId: string) => void;
  /** Asks a host again that refused. */
  readonly onRetry: () => void;
}

/** The processes of a host: which repository takes what, what else runs there, and a way to end it. */
export function ProcessesCard(props: ProcessesCardProps) {
  const { profileId, hostName, model, views, ending, nameOf, searchField, isLinked, onStop, onRetry } = props;
  const host = useStore(model.store, (state) => state[profileId] ?? emptyHost);
  const arrangement = useStore(views.store, (state) => state.arrangement);
  const view = useStore(views.store, (state) => state.hosts[profileId] ?? plainProcessView);
  const isAsked = useStore(ending.store, (state) => state !== null);
  const [hold, setHold] = useState({ isPointed: false, isFocused: false });
  const [ended, setEnded] = useState<ProcessGroup | null>(null);
  const isPhone = useIsPhone();
  const card = useRef<HTMLElement>(null);
  useEffect(() => model.enter(profileId), [model, profileId]);

  const { rows, reading } = host;
  const trouble = host.trouble ?? (isLinked ? null : notLinked);
  // While a dialog asks about a line, that line keeps its place.
  const isHeld = hold.isPointed || hold.isFocused || isAsked || ended !== null;
  const held = useHeldRows(rows, reading, isHeld);
  const isSearching = isFiltering(view);
  const { toggledIds } = view;
  const { lines, foundPids } = useMemo(() => {
    const found = filterProcesses(held.basis, view, nameOf);
    const options = { arrangement, nameOf, toggledIds, isSearching };
    if (!isSearching || !arrangement.isTree) return { lines: processLines(found, options), foundPids: null };
    return {
      lines: processLines(withAncestors(found, held.basis), options),
      foundPids: new Set(found.map(({ pid }) => pid)),
    };
  }, [held.basis, view, arrangement, nameOf, toggledIds, isSearching]);
  // The map is the same one all the time; the number tells that it changed.
  const all = useMemo(() => (reading === 0 ? [] : [...rows.values()]), [rows, reading]);
  const shown = useMemo(() => filterProcesses(all, view, nameOf), [all, view, nameOf]);

  const endGroup = ({ group }: GroupLine) => {
    if (group.kind === 'instance') setEnded(group);
    else if (group.kind === 'session') ending.open(profileId, group.rows, `all in ${group.title.toLowerCase()}`);
  };
  const groupEntries = (line: GroupLine): readonly MenuEntry[] => {
    if (line.group.kind !== 'instance' && line.group.kind !== 'session') return [];
    return [{ label: 'End…', key: 'e', isDisabled: trouble !== null, onSelect: () => endGroup(line) }];
  };
  const type = (text: string) => {
    views.filter(profileId, { search: `${view.search}${text}` });
    searchField.current?.focus();
  };
  const isTold = reading > 0;
  return (
    <section ref={card} className="card process-card" aria-labelledby="processes-title">
      <div className="card-head">
        <h2 id="processes-title">Processes</h2>
        {isTold && (
          <ProcessTools
            rows={all}
            filter={view}
            arrangement={arrangement}
            nameOf={nameOf}
            isPhone={isPhone}
            searchField={searchField}
            onFilter={(part) => views.filter(profileId, part)}
            onArrange={views.arrange}
            onSort={views.sortBy}
            onEnterGrid={() => card.current?.querySelector<HTMLElement>('[data-active="true"]')?.focus()}
          />
        )}
      </div>
      {trouble?.kind === 'failed' && <Refused failure={trouble.failure} onRetry={onRetry} />}
      {!isTold && trouble === null && <NoProcesses />}
      {!isTold && trouble !== null && trouble.kind !== 'failed' && (
        <p className="card-note">
          <Away trouble={trouble} heardAtMs={null} hostName={hostName} />
        </p>
      )}
      {isTold && lines.length === 0 && (
        <p className="card-note dim">
          {view.search.trim() !== '' && `Nothing matches “${view.search.trim()}”.`}
          {view.search.trim() === '' &&
            (isSearching ? 'No process fits what is chosen.' : 'This user may see no process of the server.')}{' '}
          {isSearching && (
            <Button isSmall look="quiet" onClick={() => views.filter(profileId, openFilter)}>
              Show all {all.length} processes
            </Button>
          )}
        </p>
      )}
      {lines.length > 0 && (
        <ProcessGrid
          label={`Processes of ${hostName}`}
          lines={lines}
          foundPids={foundPids}
          rows={rows}
          shown={shown}
          hostNowMs={host.hostNowMs}
          memoryTotalBytes={host.memoryTotalBytes}
          isStale={trouble !== null}
          isPhone={isPhone}
          arrangement={arrangement}
          nameOf={nameOf}
          groupEntries={groupEntries}
          onSort={views.sortBy}
          onToggle={(id) => views.toggle(profileId, id)}
          onEnd={(row) => ending.open(profileId, [row])}
          onEndGroup={endGroup}
          onType={type}
          onHold={(part) => setHold((known) => ({ ...known, ...part }))}
        />
      )}
      {isTold && (
        <GridFoot
          shownCount={shown.length}
          totalCount={all.length}
          untoldCount={host.untoldCount}
          isHeld={(hold.isPointed || hold.isFocused) && lines.length > 0 && trouble === null}
          startedCount={held.startedCount}
          endedCount={held.endedCount}
          onRenew={held.renew}
          away={
            trouble !== null &&
            trouble.kind !== 'failed' && <Away trouble={trouble} heardAtMs={host.heardAtMs} hostName={hostName} />
          }
        />
      )}
      <EndDialog model={ending} hostName={hostName} nameOf={nameOf} />
      <EndInstanceDialog
        group={ended}
        onStop={onStop}
        onEnd={(some: readonly ProcessRow[], title) => {
          ending.open(profileId, some, title);
          void ending.confirm(false);
        }}
        onClose={() => setEnded(null)}
      />
    </section>
  );
}
