/** What an `ssh` command line tells about a host; absent parts are null. */
export interface SshCommand {
  readonly address: string;
  readonly user: string | null;
  readonly port: string | null;
  readonly keyPath: string | null;
}

/** Options of ssh(1) that take a value of their own. */
const optionsWithValue = new Set('BbcDEeFIiJLlmOopPQRSWw'.split(''));

/**
 * Understands `ssh user@host -p 22 -i key`, `user@host`, `user@host:22` and `ssh://user@host:22`.
 * Null when the text is none of these, so that plain typing is left alone.
 */
export function parseSshCommand(text: string): SshCommand | null {
  const words = splitWords(text.trim().replace(/^\$\s+/, ''));
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
  };
}

function readArguments(words: readonly string[]) {
  const found = { destination: null as string | null, user: null as string | null, port: null as string | null };
  let keyPath: string | null = null;
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] ?? '';
    const letter = word[1] ?? '';
    if (!word.startsWith('-')) {
      // What follows the destination is a remote command, which is not ours to read, unless it is an option.
      found.destination ??= word;
    } else if (optionsWithValue.has(letter)) {
      const value = word.length > 2 ? word.slice(2) : (words[++index] ?? '');
      if (letter === 'p') found.port = value;
      else if (letter === 'i') keyPath = value;
      else if (letter === 'l') found.user = value;
      else if (letter === 'o') readOption(value, found);
    }
  }
  return { ...found, keyPath };
}

function readOption(value: string, found: { user: string | null; port: string | null }) {
  const [name = '', setting = ''] = value.split(/[=\s]+/, 2);
  if (name.toLowerCase() === 'port') found.port = setting;
  if (name.toLowerCase() === 'user') found.user = setting;
}

function readDestination(text: string): { address: string; user: string | null; port: string | null } | null {
  const match =
    /^(?:ssh:\/\/)?(?:([^@\s/]+)@)?(?:\[([^\]]+)\]|([^:\s/@]+|[0-9a-fA-F:]*:[0-9a-fA-F:]*:[0-9a-fA-F:.]*))(?::(\d+))?\/?$/.exec(
      text,
    );
  const address = match?.[2] ?? match?.[3];
  if (match === null || address === undefined || address === '') return null;
  return { address, user: match[1] ?? null, port: match[4] ?? null };
}

function splitWords(text: string): string[] {
  return [...text.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map((match) => match[1] ?? match[2] ?? match[3] ?? '');
}
