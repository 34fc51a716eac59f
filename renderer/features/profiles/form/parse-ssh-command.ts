import { splitWords } from '../../../lib/split-words.ts';

/** What an `ssh` command line tells about a host; absent parts are null. */
export interface SshCommand {
  readonly address: string;
  readonly user: string | null;
  readonly port: string | null;
  readonly keyPath: string | null;
  /** The hosts on the way, first one first, as `-J` names them. */
  readonly jumps: readonly JumpTarget[];
  /** Whether it lends the agent (`-A`). */
  readonly isAgentForwarded: boolean;
}

/** A host on the way. */
export interface JumpTarget {
  readonly address: string;
  readonly user: string | null;
  readonly port: string | null;
}

interface Found {
  destination: string | null;
  user: string | null;
  port: string | null;
  keyPath: string | null;
  jumps: string | null;
  isAgentForwarded: boolean;
}

/** Options of ssh(1) that take a value of their own. */
const optionsWithValue = new Set('BbcDEeFIiJLlmOopPQRSWw'.split(''));

/**
 * Understands `ssh user@host -p 22 -i key -J way`, `user@host`, `user@host:22` and `ssh://user@host:22`.
 * Null when the text is none of these, so that plain typing is left alone.
 */
export function parseSshCommand(text: string): SshCommand | null {
  const words = splitWords(text);
  const isCommand = words[0] === 'ssh';
  if (!isCommand && (words.length !== 1 || !text.includes('@'))) return null;
  const found = readArguments(isCommand ? words.slice(1) : words);
  const destination = found.destination === null ? null : readDestination(found.destination);
  if (destination === null) return null;
  return {
    address: destination.address,
    user: destination.user ?? found.user,
    port: found.port ?? destination.port,
    keyPath: found.keyPath,
    jumps: readJumps(found.jumps),
    isAgentForwarded: found.isAgentForwarded,
  };
}

function readArguments(words: readonly string[]): Found {
  const found: Found = {
    destination: null,
    user: null,
    port: null,
    keyPath: null,
    jumps: null,
    isAgentForwarded: false,
  };
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] ?? '';
    if (!word.startsWith('-')) {
      // What follows the destination is a remote command, which is not ours to read, unless it is an option.
      found.destination ??= word;
      continue;
    }
    // Options without a value may stand together, before one that has it: -tAp 2222.
    const place = word.split('').findIndex((letter, at) => at > 0 && optionsWithValue.has(letter));
    const flags = place < 0 ? word.slice(1) : word.slice(1, place);
    if (flags.includes('A')) found.isAgentForwarded = true;
    if (place < 0) continue;
    const value = word.slice(place + 1) || (words[++index] ?? '');
    readOption(word[place] ?? '', value, found);
  }
  return found;
}

const longNames: Readonly<Record<string, string>> = { port: 'p', user: 'l', identityfile: 'i', proxyjump: 'J' };

function readOption(letter: string, value: string, found: Found): void {
  if (letter === 'p') found.port = value;
  else if (letter === 'i') found.keyPath = value;
  else if (letter === 'l') found.user = value;
  else if (letter === 'J') found.jumps = value;
  else if (letter === 'o') {
    const [name = '', setting = ''] = value.split(/[=\s]+/, 2);
    const short = longNames[name.toLowerCase()];
    if (short !== undefined) readOption(short, setting, found);
    else if (name.toLowerCase() === 'forwardagent') found.isAgentForwarded = setting.toLowerCase() === 'yes';
  }
}

function readJumps(text: string | null): readonly JumpTarget[] {
  if (text === null || text.toLowerCase() === 'none') return [];
  return text.split(',').flatMap((part) => readDestination(part) ?? []);
}

function readDestination(text: string): JumpTarget | null {
  const match =
    /^(?:ssh:\/\/)?(?:([^@\s/]+)@)?(?:\[([^\]]+)\]|([^:\s/@]+|[0-9a-fA-F:]*:[0-9a-fA-F:]*:[0-9a-fA-F:.]*))(?::(\d+))?\/?$/.exec(
      text,
    );
  const address = match?.[2] ?? match?.[3];
  if (match === null || address === undefined || address === '') return null;
  return { address, user: match[1] ?? null, port: match[4] ?? null };
}
