import { Component, type ReactNode } from 'react';
import { Button } from './Button.tsx';
import { ProblemCard } from './ProblemCard.tsx';

interface ErrorBoundaryProps {
  /** What is inside, for the message: "This page". */
  readonly name: string;
  readonly children: ReactNode;
}

interface ErrorBoundaryState {
  readonly error: Error | null;
}

/** Catches a bug of the page so that the rest goes on; nothing on a host is touched by it. */
export class ErrorBoundary extends Component<ErrorBoundaryProps, ErrorBoundaryState> {
  override readonly state: ErrorBoundaryState = { error: null };

  static getDerivedStateFromError(error: unknown): ErrorBoundaryState {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (error === null) return this.props.children;
    return (
      <div style={{ padding: 24, maxWidth: 640 }}>
        <ProblemCard
          title={`${this.props.name} stopped working`}
          problem={{
            stage: 'page',
            message: 'Berth made a mistake while drawing this.',
            nextStep: 'Reload the page; everything on your servers keeps running.',
            detail: error.stack ?? error.message,
          }}
        >
          <Button look="primary" onClick={() => window.location.reload()}>
            Reload
          </Button>
        </ProblemCard>
      </div>
    );
  }
}
