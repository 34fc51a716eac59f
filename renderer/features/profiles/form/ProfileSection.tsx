import { ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';

interface ProfileSectionProps {
  readonly title: string;
  /** What it says while it is folded. */
  readonly summary: ReactNode;
  readonly isOpen: boolean;
  readonly onToggle: (isOpen: boolean) => void;
  readonly children: ReactNode;
}

/** A folded part of the form: its line tells how it stands. */
export function ProfileSection({ title, summary, isOpen, onToggle, children }: ProfileSectionProps) {
  return (
    <details
      className="profile-section"
      open={isOpen}
      onToggle={({ currentTarget }) => {
        // The browser opens it by itself when a search of the page finds something in it.
        if (currentTarget.open !== isOpen) onToggle(currentTarget.open);
      }}
    >
      {/* biome-ignore lint/a11y/noStaticElementInteractions: a summary is the button of its details, for keys too */}
      <summary
        onClick={(event) => {
          // The browser tells of its own toggling later, and would close what an error opened meanwhile.
          event.preventDefault();
          onToggle(!isOpen);
        }}
      >
        <ChevronRight size={14} aria-hidden="true" />
        <span className="section-title">{title}</span>
        <span className="section-summary cut">{summary}</span>
      </summary>
      <div className="section-body">{children}</div>
    </details>
  );
}
