import { useEffect, useRef } from 'react';
import type { ImportReport } from '../../../../main/contract/profile-exchange.ts';
import { countOf } from '../../../lib/format.ts';
import { Button } from '../../../ui/Button.tsx';
import { ColorMark } from '../../../ui/ColorMark.tsx';
import { addressWords } from './ssh-config-choice.ts';

interface ImportReportViewProps {
  readonly report: ImportReport;
  readonly onDone: () => void;
  readonly onMore: () => void;
}

/** What an import added and what it left out, with the reason. */
export function ImportReportView({ report: { added, skipped }, onDone, onMore }: ImportReportViewProps) {
  const done = useRef<HTMLDivElement>(null);
  // The button that had the focus is gone with the form.
  useEffect(() => done.current?.querySelector<HTMLElement>('.button-primary')?.focus(), []);
  return (
    <div className="profile-form">
      <p role="status" className="report-sentence">
        {added.length === 0 ? 'No server was added.' : `${countOf(added.length, 'server')} added.`}
        {skipped.length > 0 && ` ${skipped.length} left out.`}
      </p>
      {added.length > 0 && (
        <ul className="report-list" aria-label="Added">
          {added.map((profile) => (
            <li key={profile.id}>
              <span className="report-name">
                <ColorMark color={profile.color} />
                <b>{profile.name}</b>
              </span>
              <span className="mono dim">{addressWords(profile)}</span>
            </li>
          ))}
        </ul>
      )}
      {skipped.length > 0 && (
        <ul className="report-list" aria-label="Left out">
          {skipped.map(({ name, reason }) => (
            <li key={`${name} ${reason}`}>
              <span className="report-name dim">{name}</span>
              <span className="dim">{reason}</span>
            </li>
          ))}
        </ul>
      )}
      <div className="settings-foot">
        <div ref={done} className="dialog-actions profile-actions">
          <Button onClick={onMore}>Add more</Button>
          <Button look="primary" onClick={onDone}>
            Done
          </Button>
        </div>
      </div>
    </div>
  );
}
