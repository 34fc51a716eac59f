import { lazy, type RefObject, Suspense } from 'react';
import { Waiting } from '../../../ui/Waiting.tsx';
import type { LogsModel } from '../logs-model.ts';

/** A view for thousands of lines needs a library that nobody waits for who reads no log. */
const LogPane = lazy(async () => {
  const { LogPane: pane } = await import('./LogPane.tsx');
  return { default: pane };
});

interface LazyLogPaneProps {
  readonly model: LogsModel;
  readonly nameOf?: (instanceId: string) => string;
  readonly searchField?: RefObject<HTMLInputElement | null>;
}

const itself = (instanceId: string) => instanceId;

/** A log, as soon as its view is there. */
export function LazyLogPane({ model, nameOf = itself, searchField }: LazyLogPaneProps) {
  return (
    <Suspense fallback={<Waiting words="Loading the log…" />}>
      <LogPane model={model} nameOf={nameOf} searchField={searchField} />
    </Suspense>
  );
}
