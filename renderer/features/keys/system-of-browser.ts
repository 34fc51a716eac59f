import type { System } from '../../../main/contract/chords.ts';

/** The system that the page is looked at on, by what the browser says of itself. */
export function systemOfBrowser({ userAgent }: { readonly userAgent: string }): System {
  if (/Macintosh|Mac OS X|iPhone|iPad/.test(userAgent)) return 'mac';
  return userAgent.includes('Windows') ? 'windows' : 'linux';
}
