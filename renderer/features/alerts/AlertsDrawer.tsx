import { useEffect } from 'react';
import { useStore } from 'zustand';
import { SideDrawer } from '../../ui/SideDrawer.tsx';
import type { AlertLead } from './AlertLine.tsx';
import { AlertList, type ListedAlert } from './AlertList.tsx';
import type { AlertsModel } from './alerts-model.ts';
import './alerts.css';

/** A host in the drawer of all. */
export interface AlertHost {
  readonly id: string;
  readonly name: string;
  readonly isLinked: boolean;
}

interface AlertsDrawerProps {
  readonly model: AlertsModel;
  /** In the order of the page. */
  readonly hosts: readonly AlertHost[];
  readonly leadOf: (alert: ListedAlert) => AlertLead | null;
}

/** So many of the past are shown of all hosts together; a host's own page has the rest. */
const pastMost = 60;

/** What all hosts warn of, and what they warned of before. */
export function AlertsDrawer({ model, hosts, leadOf }: AlertsDrawerProps) {
  const { isOpen, raised, logs, problems } = useStore(model.store);
  const linkedIds = hosts
    .filter(({ isLinked }) => isLinked)
    .map(({ id }) => id)
    .join(' ');
  useEffect(() => {
    if (!isOpen) return;
    for (const id of linkedIds.split(' ')) if (id !== '') void model.read(id);
  }, [model, isOpen, linkedIds]);
  const now: ListedAlert[] = [];
  const past: ListedAlert[] = [];
  for (const { id, name } of hosts) {
    const open = raised[id] ?? [];
    now.push(...open.map((entry) => ({ profileId: id, hostName: name, entry })));
    const numbers = new Set(open.map(({ number }) => number));
    for (const entry of logs[id]?.entries ?? []) {
      if (!numbers.has(entry.number)) past.push({ profileId: id, hostName: name, entry });
    }
  }
  past.sort((one, other) => other.entry.atMs - one.entry.atMs);
  const away = hosts.filter(({ isLinked }) => !isLinked).map(({ name }) => name);
  const unasked = hosts.filter(({ id, isLinked }) => isLinked && problems[id] !== undefined);
  return (
    <SideDrawer title="Alerts" isOpen={isOpen} from="right" onClose={() => model.setOpen(false)}>
      <div className="alerts-drawer drawer-body">
        {unasked.map(({ id, name }) => (
          <p key={id} className="warn">
            {name} cannot be asked: {problems[id]?.message} {problems[id]?.nextStep}
          </p>
        ))}
        <AlertList title="Now" alerts={now} leadOf={leadOf} empty="All is well: no linked server warns of anything." />
        <AlertList
          title="Before"
          alerts={past.slice(0, pastMost)}
          leadOf={leadOf}
          isPast
          empty="Nothing yet. Each server looks at its processor, memory, disks, editors and setup every minute."
        />
        {away.length > 0 && <p className="faint">Not linked, so not asked: {away.join(', ')}.</p>}
      </div>
    </SideDrawer>
  );
}
