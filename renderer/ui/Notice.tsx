import type { ReactNode } from 'react';
import './forms.css';

interface NoticeProps {
  readonly tone: 'warn' | 'good' | 'plain';
  readonly children: ReactNode;
  /** True for what appears after an action, so that it is read out. */
  readonly isLive?: boolean;
}

/** A few words in a frame: a warning, something that went well, something to know. */
export function Notice({ tone, children, isLive = false }: NoticeProps) {
  return (
    <div className={`notice notice-${tone}`} role={isLive ? 'status' : undefined}>
      {children}
    </div>
  );
}
