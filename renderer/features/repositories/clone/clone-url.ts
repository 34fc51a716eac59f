import { splitWords } from '../../../lib/split-words.ts';

/** What a pasted address tells about a clone; absent parts are empty. */
export interface CloneAddress {
  /** As git is given it, without a login. */
  readonly url: string;
  /** The name of the folder that git would make. */
  readonly name: string;
  /** A login that stood in the address: it goes through a pipe, never into a command line. */
  readonly user: string;
  readonly token: string;
}

/** Options of git-clone(1) that take a word of their own. */
const optionsWithValue = new Set(
  '-b --branch -o --origin -u --upload-pack -c --config -j --jobs --depth --filter --reference --template'.split(' '),
);
const inPath = /^[^\s/:@-][^\s/:@]*@[^\s/:@-][^\s/:@]*:(.+)$/;

/** Understands an address, `git clone URL [folder]` and the address of a page of GitHub; what is none of these is kept as it is. */
export function readCloneAddress(text: string): CloneAddress {
  const words = splitWords(text);
  if (words[0] !== 'git' || words[1] !== 'clone') return readUrl(text.trim(), null);
  const plain: string[] = [];
  for (let index = 2; index < words.length; index += 1) {
    const word = words[index] ?? '';
    if (optionsWithValue.has(word)) index += 1;
    else if (!word.startsWith('-')) plain.push(word);
  }
  return readUrl(plain[0] ?? '', plain[1] ?? null);
}

function readUrl(text: string, folder: string | null): CloneAddress {
  const { bare, user, token } = withoutLogin(text);
  const url = repositoryOfPage(bare);
  return {
    url,
    name: lastPart(folder ?? '') || nameOfUrl(url),
    user,
    token,
  };
}

/** A user without a password stays, unless it is long enough to be a token. */
function withoutLogin(text: string): { readonly bare: string; readonly user: string; readonly token: string } {
  const [, start = '', first = '', second, rest = ''] = /^(https?:\/\/)([^/@:]*)(?::([^/@]*))?@(.*)$/.exec(text) ?? [];
  if (second !== undefined) return { bare: `${start}${rest}`, user: decoded(first), token: decoded(second) };
  if (first.length >= 20) return { bare: `${start}${rest}`, user: '', token: decoded(first) };
  return { bare: text, user: '', token: '' };
}

/** `https://github.com/owner/name/tree/main` is a page of `https://github.com/owner/name`. */
function repositoryOfPage(url: string): string {
  const page =
    /^(https:\/\/github\.com\/[^/?#]+\/[^/?#]+)\/(?:tree|blob|pulls?|issues|actions|commits?)(?:[/?#].*)?$/.exec(url);
  return page?.[1] ?? url;
}

function nameOfUrl(url: string): string {
  const path = /^[a-z]+:\/\/[^/]*\/(.*)$/i.exec(url)?.[1] ?? inPath.exec(url)?.[1] ?? '';
  const name = lastPart(path.replace(/[?#].*$/, '')).replace(/\.git$/, '');
  return name === '.' || name === '..' ? '' : name;
}

const lastPart = (path: string) => path.replace(/\/+$/, '').split('/').pop() ?? '';

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // Not an encoded text: then it is meant as it stands.
    return text;
  }
}

/** How a repository is reached. */
export type CloneTransport = 'https' | 'ssh' | 'other';

/** By which protocol an address is reached. */
export function transportOf(url: string): CloneTransport {
  if (/^https?:\/\//.test(url)) return 'https';
  return url.startsWith('ssh://') || inPath.test(url) ? 'ssh' : 'other';
}

/** Whether a token may be sent there: only where nobody on the way can read it. */
export function takesToken(url: string): boolean {
  return url.startsWith('https://');
}

/** The same repository over SSH, as forges offer it; a key only helps there. Unchanged when it is no https address. */
export function overSsh(url: string): string {
  const match = /^https?:\/\/([^/:]+)(?::\d+)?\/(.+)$/.exec(url);
  return match === null ? url : `git@${match[1]}:${(match[2] ?? '').replace(/\/+$/, '')}`;
}

/** The machine that an address names. */
export function forgeOf(url: string): string {
  const host = /^[a-z]+:\/\/(?:[^/@]*@)?(\[[^\]]+\]|[^/:]+)/i.exec(url)?.[1] ?? /^[^@\s]+@([^:\s]+):/.exec(url)?.[1];
  return host ?? 'the server it is cloned from';
}
