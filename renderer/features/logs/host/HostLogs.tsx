import { type RefObject, useEffect, useMemo } from 'react';
import { useStore } from 'zustand';
import { Button } from '../../../ui/Button.tsx';
import { ProblemCard } from '../../../ui/ProblemCard.tsx';
import { LazyLogPane } from '../pane/LazyLogPane.tsx';
import type { HostLogsModel } from './host-logs-model.ts';
import { LogList } from './LogList.tsx';
import { choiceKey, choicesOf } from './log-choices.ts';
import './host-logs.css';

interface HostLogsProps {
  readonly model: HostLogsModel;
  readonly profileId: string;
  /** The field that `/` leads to. */
  readonly searchField: RefObject<HTMLInputElement | null>;
}

/** The logs of a host: which there are, and the one that is read. Followed while it is in the page. */
export function HostLogs({ model, profileId, searchField }: HostLogsProps) {
  const known = useStore(model.sources.store, (state) => state[profileId]);
  const subject = useStore(model.log.store, (state) => state.subject);
  const sources = known?.sources ?? null;
  const choices = useMemo(() => choicesOf(profileId, sources), [profileId, sources]);
  useEffect(() => {
    model.enter(profileId);
    const stopListing = model.keepListed(profileId);
    return () => {
      stopListing();
      model.log.close();
    };
  }, [model, profileId]);
  const nameOf = (instanceId: string) =>
    choices.repositories.find((choice) => choice.subject.repositoryId === instanceId)?.subject.name ?? instanceId;
  return (
    <section className="card host-logs" aria-labelledby="host-logs-title">
      <div className="card-head">
        <h2 id="host-logs-title">Logs</h2>
        <span className="faint log-lead">Passwords, tokens and keys are hidden.</span>
      </div>
      {known?.problem && (
        <div className="card-problem">
          <ProblemCard title="Listing the logs failed" problem={known.problem}>
            <Button look="primary" onClick={() => void model.sources.load(profileId)}>
              Try again
            </Button>
          </ProblemCard>
        </div>
      )}
      <div className="host-logs-body">
        <LogList
          choices={choices}
          chosenKey={subject === null ? '' : choiceKey(subject)}
          onChoose={(choice) => model.choose(choice.subject)}
        />
        {subject !== null && (
          <LazyLogPane key={choiceKey(subject)} model={model.log} nameOf={nameOf} searchField={searchField} />
        )}
      </div>
    </section>
  );
}
