import { randomBytes } from 'node:crypto';
import { hostKeyType } from './host-key.ts';
import type { KnownHostsLine } from './known-hosts-line.ts';
import { parseKnownHostsLine } from './known-hosts-line.ts';
import { coversName, hashName } from './known-hosts-name.ts';

/** A known_hosts text without some of the keys of one name. */
export interface KnownHostsEdit {
  /** The new text; every line that is not about the name is as it was. */
  readonly text: string;
  /** What the name was taken out of, with the line numbers of the old text. */
  readonly removed: readonly KnownHostsLine[];
  /** What still covers the name by a pattern, which covers other hosts too and is not to be touched. */
  readonly covering: readonly KnownHostsLine[];
}

/**
 * Takes a name out of the lines that list it: a line for this name alone goes, one that names others keeps them. Marked
 * lines (`@revoked`, `@cert-authority`) stay. `text` is latin1, so that bytes of any encoding survive.
 */
export function removeName(
  text: string,
  name: string,
  isWanted: (line: KnownHostsLine) => boolean = () => true,
): KnownHostsEdit {
  const kept: string[] = [];
  const removed: KnownHostsLine[] = [];
  const covering: KnownHostsLine[] = [];
  text.split(/(?<=\n)/).forEach((raw, index) => {
    const line = parseKnownHostsLine(decode(raw), index + 1);
    const isConcerned = line !== null && !line.isRevoked && !line.isAuthority && coversName(line.hosts, name);
    if (!isConcerned || !isWanted(line)) {
      kept.push(raw);
      return;
    }
    const rest = withoutName(raw, name);
    if (rest !== raw) removed.push(line);
    if (rest === null) return;
    kept.push(rest);
    const left = parseKnownHostsLine(decode(rest), index + 1);
    if (left !== null && coversName(left.hosts, name)) covering.push(line);
  });
  return { text: kept.join(''), removed, covering };
}

/** Adds lines at the end, after a last line that may lack its end. */
export function addLines(text: string, lines: readonly string[]): string {
  if (lines.length === 0) return text;
  const separator = text === '' || text.endsWith('\n') ? '' : '\n';
  return `${text}${separator}${lines.join('\n')}\n`;
}

/** The line that makes a key known. A name that could be read as a pattern or a marker is hashed, which nothing interprets. */
export function hostKeyLine(name: string, key: Buffer): string {
  const hosts = /^[\w.:[\]%-]+$/.test(name) ? name : hashName(name, randomBytes(20));
  return `${hosts} ${hostKeyType(key)} ${key.toString('base64')}`;
}

/** The line without the name; null when nothing is left that could match. */
function withoutName(raw: string, name: string): string | null {
  const [hosts = ''] = raw.trimStart().split(/[ \t]/, 1);
  if (hosts.startsWith('|')) return null;
  const rest = hosts.split(',').filter((pattern) => decode(pattern).toLowerCase() !== name);
  if (rest.every((pattern) => pattern.startsWith('!'))) return null;
  const start = raw.length - raw.trimStart().length;
  return raw.slice(0, start) + rest.join(',') + raw.slice(start + hosts.length);
}

function decode(latin1: string): string {
  return Buffer.from(latin1, 'latin1').toString('utf8');
}
