import { ChevronDown, ChevronUp, X } from 'lucide-react';
import { type KeyboardEvent, useEffect, useRef } from 'react';
import type { ViewState } from '../../../main/contract/views.ts';
import type { BerthClient } from '../../api/berth-client.ts';
import { ask } from '../../api/problem.ts';
import { IconButton } from '../../ui/Button.tsx';
import type { FindModel } from './find-model.ts';

interface FindBarProps {
  readonly model: FindModel;
  readonly views: BerthClient['views'];
  readonly text: string;
  readonly found: ViewState['found'];
  readonly name: string;
}

/** The search in a page, above it: Enter goes on, with Shift back, Escape ends it. */
export function FindBar({ model, views, text, found, name }: FindBarProps) {
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    // The keys are the view's until it is asked for them; a shell that does not answer has no view that holds them.
    void ask(() => views.focus({ tabId: null })).then(() => field.current?.select());
    field.current?.focus();
  }, [views]);
  const press = (event: KeyboardEvent) => {
    if (event.key === 'Escape') model.close();
    else if (event.key === 'Enter') model.next(!event.shiftKey);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const isMissed = text !== '' && found?.matchCount === 0;
  return (
    <search className="find-bar" aria-label={`Find in ${name}`}>
      <input
        ref={field}
        type="text"
        className="search-field"
        maxLength={200}
        aria-label="Find"
        placeholder="Find in this page"
        spellCheck={false}
        value={text}
        aria-invalid={isMissed}
        onChange={({ currentTarget }) => model.seek(currentTarget.value)}
        onKeyDown={press}
      />
      <span className="find-count num" role="status">
        {text !== '' && found !== null && (isMissed ? 'Nothing found' : `${found.activeMatch} of ${found.matchCount}`)}
      </span>
      <IconButton label="Previous match" hint="Shift+Enter" disabled={text === ''} onClick={() => model.next(false)}>
        <ChevronUp size={15} aria-hidden="true" />
      </IconButton>
      <IconButton label="Next match" hint="Enter" disabled={text === ''} onClick={() => model.next(true)}>
        <ChevronDown size={15} aria-hidden="true" />
      </IconButton>
      <IconButton label="Close the search" hint="Escape" onClick={() => model.close()}>
        <X size={15} aria-hidden="true" />
      </IconButton>
    </search>
  );
}
