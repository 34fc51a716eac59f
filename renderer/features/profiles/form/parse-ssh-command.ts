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
  /** What of it may matter for reaching the host and is not taken over, as it was written. */
  readonly leftOut: readonly string[];
}

/** A host on the way. */
export interface JumpTarget {
  readonly address: string;
  readonly user: string | null;
  readonly port: string | null;
}

interface Found {
  destination: JumpTarget | null;
  user: string | null;
  port: string | null;
  keyPath: string | null;
  jumps: string | null;
  isAgentForwarded: boolean;
  readonly leftOut: string[];
}

/** A single word that says more than an address does. */
const bareDestination = /@|^ssh:\/\/|^[^:]+:\d+$|^\[[^\]]+\]:\d+$/;
/** Options of ssh(1) that take a value of their own. */
const optionsWithValue = new Set('BbcDEeFIiJLlmOoPpQRSWw'.split(''));
/** Of these, those that decide how the host is reached; the others are about what is done there. */
const reachOptions = new Set('BbcFIm'.split(''));
/** Settings by which the host is reached and which Berth has no field for. */
const reachSettings =
  /^(?:proxycommand|proxyusefdpass|certificatefile|identityagent|pkcs11provider|bindaddress|bindinterface|hostkeyalias|kexalgorithms|ciphers|macs|hostkeyalgorithms|pubkeyacceptedalgorithms)$/;

/**
 * Understands `ssh user@host -p 22 -i key -J way`, `user@host`, `user@host:22`, `host:22` and `ssh://user@host:22`.
 * Null when the text is none of these, so that plain typing is left alone.
 */
export function parseSshCommand(text: string): SshCommand | null {
  const words = splitWords(plainText(text));
  const [first = ''] = words;
  const isCommand = /^(?:.*[\\/])?ssh(?:\.exe)?$/i.test(first);
  if (!isCommand && (words.length !== 1 || !bareDestination.test(first))) return null;
  const found = readArguments(isCommand ? words.slice(1) : words);
  const { destination } = found;
  if (destination === null) return null;
  return {
    address: destination.address,
    user: found.user,
    port: found.port,
    keyPath: found.keyPath?.replace(/^\$(?:HOME|\{HOME\})\//, '~/') ?? null,
    jumps: readJumps(found.jumps),
    isAgentForwarded: found.isAgentForwarded,
    leftOut: found.leftOut,
  };
}

/** What mail programs and web pages make of a command is made plain again. */
function plainText(text: string): string {
  return text
    .replace(/[“”„]/g, '"')
    .replace(/[‘’]/g, "'")
    .replace(/(^|\s)[–—](?=[A-Za-z])/g, '$1-')
    .replace(/[\u00a0\u200b\ufeff]/g, ' ');
}

/** As ssh reads them: of two that contradict each other the first one counts. */
function readArguments(words: readonly string[]): Found {
  const found: Found = {
    destination: null,
    user: null,
    port: null,
    keyPath: null,
    jumps: null,
    isAgentForwarded: false,
    leftOut: [],
  };
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] ?? '';
    if (!word.startsWith('-')) {
      // What follows the destination and its options is a command of the host's.
      if (found.destination !== null) break;
      found.destination = readDestination(word);
      if (found.destination === null) break;
      found.user ??= found.destination.user;
      found.port ??= found.destination.port;
      continue;
    }
    if (word.startsWith('--')) {
      // None of ssh's, but written by people; its value is no destination.
      const [name = '', setting] = word.slice(2).split('=');
      const short = longNames[name.toLowerCase()];
      if (short !== undefined) readOption(short, setting ?? words[++index] ?? '', found);
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
  if (letter === 'p') found.port ??= value;
  else if (letter === 'i') found.keyPath ??= value;
  else if (letter === 'l') found.user ??= value;
  else if (letter === 'J') found.jumps ??= value;
  else if (reachOptions.has(letter)) found.leftOut.push(`-${letter} ${value}`);
  else if (letter === 'o') {
    const [, name = '', setting = ''] = /^\s*(\w+)(?:\s*=\s*|\s+)"?(.*?)"?\s*$/.exec(value) ?? [];
    const short = longNames[name.toLowerCase()];
    if (short !== undefined) readOption(short, setting, found);
    else if (name.toLowerCase() === 'forwardagent') found.isAgentForwarded = setting.toLowerCase() === 'yes';
    else if (reachSettings.test(name.toLowerCase())) found.leftOut.push(`-o ${value}`);
  }
}

function readJumps(text: string | null): readonly JumpTarget[] {
  if (text === null || text.toLowerCase() === 'none') return [];
  return text.split(',').flatMap((part) => readDestination(part) ?? []);
}

function readDestination(text: string): JumpTarget | null {
  const match =
    /^(?:ssh:\/\/)?(?:([^\s/:]+)@)?(?:\[([^\]\s]+)\]|([^:\s/@[\]]+|[0-9a-fA-F]*:[0-9a-fA-F]*:[0-9a-fA-F:.]*(?:%[^\s/@]+)?))(?::(\d+))?\/?$/.exec(
      text,
    );
  const address = match?.[2] ?? match?.[3];
  if (match === null || address === undefined || address === '') return null;
  return { address, user: match[1] ?? null, port: match[4] ?? null };
}
