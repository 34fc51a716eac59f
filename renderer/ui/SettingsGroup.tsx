import { type ReactNode, useId } from 'react';
import './forms.css';

interface SettingsGroupProps {
  readonly title: string;
  /** A word or two beside the title, about how it stands. */
  readonly tag?: string;
  /** What it is for, as a sentence or two. */
  readonly note?: ReactNode;
  readonly children?: ReactNode;
}

/** Settings about one thing, under a heading. */
export function SettingsGroup({ title, tag, note, children }: SettingsGroupProps) {
  const id = useId();
  return (
    <section className="settings-group" aria-labelledby={id}>
      <div className="settings-title">
        <h3 id={id}>{title}</h3>
        {tag !== undefined && <span className="faint">{tag}</span>}
      </div>
      {note !== undefined && <p className="faint">{note}</p>}
      {children}
    </section>
  );
}
