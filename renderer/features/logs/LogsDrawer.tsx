import { useStore } from 'zustand';
import { SideDrawer } from '../../ui/SideDrawer.tsx';
import type { LogsModel } from './logs-model.ts';
import { LazyLogPane } from './pane/LazyLogPane.tsx';
import './pane/logs.css';

/** The log of one instance in a drawer. */
export function LogsDrawer({ model }: { readonly model: LogsModel }) {
  const subject = useStore(model.store, (state) => state.subject);
  return (
    <SideDrawer
      title={subject === null ? 'Log' : `Log of ${subject.name}`}
      isOpen={subject !== null}
      from="right"
      onClose={model.close}
    >
      <div className="log-drawer">
        {subject !== null && <LazyLogPane key={`${subject.profileId} ${subject.repositoryId}`} model={model} />}
      </div>
    </SideDrawer>
  );
}
