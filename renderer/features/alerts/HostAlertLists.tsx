import { BellOff } from 'lucide-react';
import { useEffect } from 'react';
import { useStore } from 'zustand';
import type { AlertEntry } from '../../../main/contract/alerts.ts';
import { Button } from '../../ui/Button.tsx';
import { ProblemCard } from '../../ui/ProblemCard.tsx';
import { Waiting } from '../../ui/Waiting.tsx';
import type { AlertLead } from './AlertLine.tsx';
import { AlertList, type ListedAlert } from './AlertList.tsx';
import type { AlertsModel } from './alerts-model.ts';
import './alerts.css';

interface HostAlertListsProps {
  readonly model: AlertsModel;
  readonly profileId: string;
  readonly isLinked: boolean;
  readonly leadOf: (alert: ListedAlert) => AlertLead | null;
  readonly onSettings: () => void;
}

const none: readonly AlertEntry[] = [];

/** What one host warns of now, and what it warned of before. */
export function HostAlertLists({ model, profileId, isLinked, leadOf, onSettings }: HostAlertListsProps) {
  const raised = useStore(model.store, (state) => state.raised[profileId] ?? none);
  const log = useStore(model.store, (state) => state.logs[profileId]);
  useEffect(() => {
    if (isLinked) void model.read(profileId);
  }, [model, profileId, isLinked]);
  const listed = (entries: readonly AlertEntry[]) =>
    entries.map((entry): ListedAlert => ({ profileId, hostName: null, entry }));
  const open = new Set(raised.map(({ number }) => number));
  const isReading = log?.isReading === true;
  const past = (log?.entries ?? none).filter(({ number }) => !open.has(number));
  return (
    <section className="card" aria-labelledby="host-alerts-title">
      <div className="card-head">
        <h2 id="host-alerts-title">Alerts</h2>
        <span className="end alert-tools">
          <Button
            isSmall
            look="quiet"
            isBusy={isReading}
            disabled={!isLinked}
            onClick={() => void model.read(profileId)}
          >
            {isReading ? 'Looking…' : 'Look again'}
          </Button>
          <Button isSmall disabled={!isLinked} onClick={onSettings}>
            When to warn…
          </Button>
        </span>
      </div>
      <div className="host-alerts">
        {log?.problem != null && (
          <ProblemCard title="Reading the alerts failed" problem={log.problem}>
            <Button look="primary" onClick={() => void model.read(profileId)}>
              Try again
            </Button>
          </ProblemCard>
        )}
        <AlertList
          title="Now"
          alerts={listed(raised)}
          leadOf={leadOf}
          empty="All is well: this server warns of nothing."
        />
        {log?.entries == null ? (
          log?.problem == null && (isLinked ? <Waiting words="Reading what it warned of before." /> : <AwayNote />)
        ) : (
          <AlertList
            title="Before"
            alerts={listed(past)}
            leadOf={leadOf}
            isPast
            empty="It has not warned of anything yet. Processor, memory, disks, editors and the setup are looked at each minute."
          />
        )}
      </div>
    </section>
  );
}

function AwayNote() {
  return (
    <p className="dim">
      <BellOff size={13} aria-hidden="true" /> What it warned of before is read when the server is linked.
    </p>
  );
}
