import type { HostSection } from './model/layout-state.ts';

/** What a key press asks for. */
export type KeyCommand =
  | { readonly kind: 'place'; readonly place: number }
  | { readonly kind: 'fleet' }
  | { readonly kind: 'section'; readonly section: HostSection }
  | { readonly kind: 'close-tab' }
  | { readonly kind: 'sidebar' }
  | { readonly kind: 'check-up' }
  | { readonly kind: 'add-repository' }
  | { readonly kind: 'search' };

/** The part of a keyboard event that decides. */
export interface KeyPress {
  readonly code: string;
  readonly key: string;
  readonly altKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
  /** The focus is in a field that takes text. */
  readonly isTyping: boolean;
}

/** The letter that goes, with Alt, to a part of the shown host's page. */
export const sectionLetters: Readonly<Record<HostSection, string>> = {
  overview: 'O',
  processes: 'P',
  resources: 'R',
  ports: 'T',
  logs: 'L',
  alerts: 'N',
};
const sectionByCode = new Map(
  Object.entries(sectionLetters).map(([section, letter]) => [`Key${letter}`, section as HostSection]),
);

/**
 * Alt+0 goes to all servers, Alt+1…9 to a tab, Alt+W closes the shown one, Alt+B hides the sidebar, Alt+C checks the
 * server, Alt+A adds a repository, Alt and a letter of `sectionLetters` goes to a part of its page, `/` searches.
 * By place of the key, because Alt types letters on a Mac. An editor's own frame or view keeps its keys: nothing typed in VS Code arrives here.
 */
export function keyCommand(press: KeyPress): KeyCommand | null {
  const { code, key, altKey, ctrlKey, metaKey, shiftKey, isTyping } = press;
  if (isTyping || ctrlKey || metaKey || shiftKey)
    return key === '/' && !isTyping && !ctrlKey && !metaKey ? { kind: 'search' } : null;
  if (!altKey) return key === '/' ? { kind: 'search' } : null;
  const digit = /^Digit([1-9])$/.exec(code)?.[1];
  if (digit !== undefined) return { kind: 'place', place: Number(digit) };
  if (code === 'Digit0') return { kind: 'fleet' };
  if (code === 'KeyW') return { kind: 'close-tab' };
  if (code === 'KeyB') return { kind: 'sidebar' };
  if (code === 'KeyC') return { kind: 'check-up' };
  if (code === 'KeyA') return { kind: 'add-repository' };
  const section = sectionByCode.get(code);
  return section === undefined ? null : { kind: 'section', section };
}

/** True when typed letters belong to the focused element. */
export function isTypingIn(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && (target.isContentEditable || /^(?:INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  );
}
