import { useEffect, useRef } from 'react';
import type { ViewState } from '../../../main/contract/views.ts';
import type { BerthClient } from '../../api/berth-client.ts';
import { ask } from '../../api/problem.ts';
import { FindBar } from '../../ui/FindBar.tsx';
import type { FindModel } from './find-model.ts';

interface PageFindProps {
  readonly model: FindModel;
  readonly views: BerthClient['views'];
  readonly text: string;
  readonly found: ViewState['found'];
  readonly name: string;
}

/** The search in a page, above it. */
export function PageFind({ model, views, text, found, name }: PageFindProps) {
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    // The keys are the view's until it is asked for them; a shell that does not answer has no view that holds them.
    void ask(() => views.focus({ tabId: null }));
    field.current?.focus();
    // Not after the answer: that would mark what was typed meanwhile, and the next key would replace it.
    field.current?.select();
  }, [views]);
  return (
    <FindBar
      name={name}
      placeholder="Find in this page"
      text={text}
      field={field}
      found={found === null ? null : { place: found.activeMatch, count: found.matchCount }}
      enterGoes="down"
      onType={(next) => model.seek(next)}
      onStep={(step) => model.next(step === 1)}
      onClose={() => model.close()}
    />
  );
}
