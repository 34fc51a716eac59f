import { type ReactNode, useId } from 'react';
import './forms.css';

interface SettingsGroupProps {
  readonly title: string;
  /** What it is for, as a sentence or two. */
  readonly note?: ReactNode;
  readonly children?: ReactNode;
}

/** Settings about one thing, under a heading. */
export function SettingsGroup({ title, note, children }: SettingsGroupProps) {
  const id = useId();
  return (
    <section className="settings-group" aria-labelledby={id}>
      <h3 id={id}>{title}</h3>
      {note !== undefined && <p className="faint">{note}</p>}
      {children}
    </section>
  );
}
