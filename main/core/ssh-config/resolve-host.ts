import { profileDraft } from '../../contract/profiles.ts';
import { plainText } from '../ssh/plain-text.ts';
import { evaluate } from './evaluate.ts';
import { findAgent, findKey, type IdentityWorld } from './identity.ts';
import type { LoadedConfig } from './load-config.ts';
import type { ResolvedSshHost } from './ssh-config.ts';
import { parseTarget } from './target.ts';
import { type Way, wayOf } from './way.ts';

/** A longer way is a mistake: OpenSSH would run as many programs. */
const maxJumps = 8;

/** What of this machine the answer depends on. */
export interface ResolveWorld extends IdentityWorld {
  /** Login name of this machine's user. */
  readonly userName: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** An answer, and whether the files name the host without wildcards. */
export type Resolution = ResolvedSshHost & { readonly isNamed: boolean };

/** One host without those on the way to it. */
type Alone = Omit<Resolution, 'jumps'> & { readonly way: Way };

interface FieldOutcome {
  readonly error?: { readonly issues: readonly { readonly message: string }[] } | undefined;
}
const { address: addressField, user: userField } = profileDraft.shape;
const sentenceOf = ({ error }: FieldOutcome) =>
  error === undefined ? null : `${error.issues[0]?.message ?? 'The address or user is not usable'}.`;

function unusable(name: string, problem: string): Alone {
  const nothing = { user: null, keyPath: null, agentPath: null, isAgentForwarded: false, isNamed: false };
  return { ...nothing, authMethod: 'agent', address: plainText(name, 255), port: 22, problem, way: { jumps: [] } };
}

async function resolveAlone(config: LoadedConfig, text: string, world: ResolveWorld): Promise<Alone> {
  const { userName, environment, homeDirectory } = world;
  const target = parseTarget(text);
  if (target === null) return unusable(text, 'This is no name of a host.');
  const { values, address, identityFiles, isNamed } = evaluate(config, { ...target, localUser: userName });
  if (!address.isKnown) return unusable(text, `HostName holds ${plainText(address.token)}, which OpenSSH refuses too.`);
  const port = Number(values.get('port') ?? 22);
  const user = values.get('user') ?? null;
  const percent = {
    h: address.text.toLowerCase(),
    n: target.name,
    k: values.get('hostkeyalias') ?? target.name,
    p: String(port),
    r: user ?? userName,
    u: userName,
    d: homeDirectory,
  };
  const tokens = { percent, environment };
  const agentPath = findAgent(values.get('identityagent'), tokens, homeDirectory);
  const hasAgent = agentPath === null ? world.hasAgent : agentPath !== 'none';
  const keyPath = await findKey(identityFiles, tokens, { ...world, hasAgent });
  const isKeyFile = keyPath !== null && !keyPath.endsWith('.pub');
  return {
    address: address.text,
    port,
    user,
    authMethod: isKeyFile ? 'key' : hasAgent ? 'agent' : 'password',
    keyPath,
    agentPath,
    isAgentForwarded: /^(yes|true)$/i.test(values.get('forwardagent') ?? 'no'),
    problem:
      sentenceOf(addressField.safeParse(address.text)) ?? sentenceOf(userField.safeParse(user ?? userName)) ?? null,
    isNamed,
    way: wayOf(values, percent),
  };
}

/** The whole way to a host: the first of its jumps has a way of its own, the others are reached from the one before. */
async function wholeWay(config: LoadedConfig, way: Way, world: ResolveWorld, trail: readonly string[]): Promise<Way> {
  if ('problem' in way) return way;
  const [first, ...others] = way.jumps;
  if (first === undefined) return way;
  if (trail.includes(first)) return { problem: `The way leads back to ${plainText(first, 80)}, in a circle.` };
  if (trail.length + way.jumps.length > maxJumps + 1) return { problem: `The way has more than ${maxJumps} hosts.` };
  const over = (jump: string, problem: string) => ({ problem: `On the way, ${plainText(jump, 80)}: ${problem}` });
  for (const jump of others) {
    const { problem } = await resolveAlone(config, jump, world);
    if (problem !== null) return over(jump, problem);
  }
  const { jumps, problem } = await resolveHost(config, first, world, [...trail, first]);
  return problem === null ? { jumps: [...jumps, ...way.jumps] } : over(first, problem);
}

/** What the files say about a target, as OpenSSH would take it. `trail` are the hosts that it is on the way to. */
export async function resolveHost(
  config: LoadedConfig,
  text: string,
  world: ResolveWorld,
  trail: readonly string[] = [text],
): Promise<Resolution> {
  const { way, ...alone } = await resolveAlone(config, text, world);
  const whole = alone.problem === null ? await wholeWay(config, way, world, trail) : { jumps: [] };
  if ('jumps' in whole) return { ...alone, jumps: whole.jumps };
  return { ...alone, jumps: [], problem: whole.problem };
}
