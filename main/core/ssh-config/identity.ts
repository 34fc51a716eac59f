import path from 'node:path';
import { expandTokens, ownValue, type TokenValues } from './tokens.ts';

/** What of this machine decides about keys and agents. */
export interface IdentityWorld {
  readonly homeDirectory: string;
  readonly hasAgent: boolean;
  exists(file: string): Promise<boolean>;
}

/** The usual keys, the kind that hosts accept most likely first. */
const usualKeys = ['id_ed25519', 'id_ecdsa', 'id_rsa'];

function absolute(text: string, homeDirectory: string): string {
  const isOfHome = text === '~' || text.startsWith('~/') || text.startsWith('~\\');
  return isOfHome ? path.join(homeDirectory, text.slice(1)) : path.resolve(homeDirectory, text);
}

/** The key to use: a file that is there, or the public half by which an agent knows the key; null when there is none. */
export async function findKey(
  identityFiles: readonly string[],
  tokens: TokenValues,
  { homeDirectory, hasAgent, exists }: IdentityWorld,
): Promise<string | null> {
  for (const named of identityFiles) {
    const expanded = expandTokens(named, tokens);
    if (named.toLowerCase() === 'none' || !expanded.isKnown) continue;
    const file = absolute(expanded.text, homeDirectory);
    if (await exists(file)) return file;
    if (hasAgent && (await exists(`${file}.pub`))) return `${file}.pub`;
  }
  if (identityFiles.length > 0 || hasAgent) return null;
  for (const name of usualKeys) {
    const file = path.join(homeDirectory, '.ssh', name);
    if (await exists(file)) return file;
  }
  return null;
}

/** The agent that `IdentityAgent` names: null is this machine's, `none` is no agent. */
export function findAgent(named: string | undefined, tokens: TokenValues, homeDirectory: string): string | null {
  if (named === undefined || named === 'SSH_AUTH_SOCK') return null;
  if (named.toLowerCase() === 'none') return 'none';
  const variable = /^\$(\w+)$/.exec(named)?.[1];
  if (variable !== undefined) return ownValue(tokens.environment ?? {}, variable) ?? 'none';
  // A named pipe of Windows is no path to resolve.
  if (named.startsWith('\\\\')) return named;
  const expanded = expandTokens(named, tokens);
  return expanded.isKnown ? absolute(expanded.text, homeDirectory) : 'none';
}
