import { parseArgs } from 'node:util';
import { parseTarget } from './target.ts';
import { expandTokens } from './tokens.ts';
import { splitWords } from './words.ts';

/** The hosts a file puts before another one, first one first, or why Berth cannot go that way. */
export type Way = { readonly jumps: readonly string[] } | { readonly problem: string };

const direct: Way = { jumps: [] };
const refusedCommand: Way = {
  problem:
    'Its ProxyCommand is a program, and Berth runs no program of this file; name a jump host with ProxyJump instead.',
};
/** What may stand beside -W without changing where it leads. */
const harmless = ['q', 'T', 'x', 'a', '4', '6', 'n'].map((flag) => [flag, { type: 'boolean', short: flag }] as const);

/** The host of `ssh -W %h:%p host`, with its user and port; null when the arguments say anything else. */
function parseForward(args: readonly string[]): string | null {
  const text = { type: 'string' } as const;
  const options = { ...Object.fromEntries(harmless), W: { ...text, short: 'W' }, l: { ...text, short: 'l' } };
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { ...options, p: { ...text, short: 'p' } },
      allowPositionals: true,
    });
    const { W: target, l: user, p: port } = values;
    const [host, ...rest] = positionals;
    if (host === undefined || rest.length > 0 || (target !== '%h:%p' && target !== '[%h]:%p')) return null;
    return `${typeof user === 'string' ? `${user}@` : ''}${host}${typeof port === 'string' ? `:${port}` : ''}`;
  } catch {
    // An option that is not known may change what ssh does.
    return null;
  }
}

function wayOfJump(text: string): Way {
  const chain = text.replace(/#.*$/s, '').trim();
  if (chain.toLowerCase() === 'none') return direct;
  const jumps = chain.split(',').map((jump) => jump.trim());
  if (jumps.some((jump) => parseTarget(jump) === null)) {
    return { problem: 'Its ProxyJump is no list of hosts like "bastion" or "me@bastion:2222".' };
  }
  return { jumps };
}

/** `ssh -W %h:%p bastion` says what ProxyJump says; `values` are the tokens of the host it leads to. */
function wayOfCommand(text: string, values: Readonly<Record<string, string>>): Way {
  if (text.trim().toLowerCase() === 'none') return direct;
  const words = splitWords(text);
  if (words?.[0] === 'exec') words.shift();
  if (words === null || !/^(?:.*[\\/])?ssh(?:\.exe)?$/i.test(words[0] ?? '')) return refusedCommand;
  const jump = parseForward(words.slice(1));
  if (jump === null) return refusedCommand;
  const expanded = expandTokens(jump, { percent: values, environment: null });
  return expanded.isKnown && parseTarget(expanded.text) !== null ? { jumps: [expanded.text] } : refusedCommand;
}

/** The way that one host's settings name; the hosts on it may have ways of their own. */
export function wayOf(settings: ReadonlyMap<string, string>, values: Readonly<Record<string, string>>): Way {
  const jump = settings.get('proxyjump');
  if (jump !== undefined) return wayOfJump(jump);
  const command = settings.get('proxycommand');
  return command === undefined ? direct : wayOfCommand(command, values);
}
