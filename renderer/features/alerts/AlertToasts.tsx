import { X } from 'lucide-react';
import { useStore } from 'zustand';
import { Button, IconButton } from '../../ui/Button.tsx';
import type { AlertLead } from './AlertLine.tsx';
import type { ListedAlert } from './AlertList.tsx';
import { AlertMark } from './AlertMark.tsx';
import { placesOf, toneOf } from './alert-words.ts';
import type { AlertsModel } from './alerts-model.ts';
import './alerts.css';

interface AlertToastsProps {
  readonly model: AlertsModel;
  readonly nameOf: (profileId: string) => string;
  readonly leadOf: (alert: ListedAlert) => AlertLead | null;
  /** Above the sidebar where an editor lies above the page; away from the foot of a terminal, where its buttons are. */
  readonly place: 'page' | 'sidebar' | 'terminal';
}

/** What was raised a moment ago, above the footer. The footer reads it out, so these do not. */
export function AlertToasts({ model, nameOf, leadOf, place }: AlertToastsProps) {
  const toasts = useStore(model.store, (state) => state.toasts);
  if (toasts.length === 0) return null;
  return (
    <aside className="alert-toasts" data-place={place} aria-label="Alerts of this moment">
      {toasts.map(({ id, profileId, entry }) => {
        const hostName = nameOf(profileId);
        const tone = toneOf(entry);
        const lead = leadOf({ profileId, hostName, entry });
        return (
          <div key={id} className="alert-toast" data-tone={tone}>
            <span className="alert-mark">
              <AlertMark tone={tone} />
            </span>
            <div className="alert-words">
              <p className="alert-title">
                <b className="cut">{[...placesOf(entry), hostName].join(' · ')}</b>
              </p>
              <p>{entry.message}</p>
              <div className="alert-lead">
                {lead !== null && (
                  <Button
                    isSmall
                    onClick={() => {
                      model.dismiss(id);
                      lead.onSelect();
                    }}
                  >
                    {lead.label}
                  </Button>
                )}
                <Button isSmall look="quiet" onClick={() => model.setOpen(true)}>
                  All alerts
                </Button>
              </div>
            </div>
            <IconButton label="Dismiss" onClick={() => model.dismiss(id)}>
              <X size={14} aria-hidden="true" />
            </IconButton>
          </div>
        );
      })}
    </aside>
  );
}
