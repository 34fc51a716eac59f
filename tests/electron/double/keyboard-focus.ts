interface Focusable {
  emit(event: 'focus' | 'blur'): boolean;
}

let holder: Focusable | null = null;

/** Gives the keys to `contents`, of which one at a time has them; null takes them away from everybody. */
export function giveKeys(contents: Focusable | null): void {
  if (holder === contents) return;
  const before = holder;
  holder = contents;
  before?.emit('blur');
  contents?.emit('focus');
}

export const hasKeys = (contents: Focusable): boolean => holder === contents;
