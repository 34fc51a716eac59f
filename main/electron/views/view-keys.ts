import type { Input } from '#electron';

/** The part of a key press inside a view that decides whose it is. */
export type KeyInput = Pick<
  Input,
  'type' | 'key' | 'code' | 'control' | 'shift' | 'alt' | 'meta' | 'isAutoRepeat' | 'isComposing'
>;

/** Takes a key press in an editor or a forwarded page for Berth, or leaves it there; true when it was taken. */
export type TakeKey = (input: KeyInput, kind: 'editor' | 'page') => boolean;
