import type { CheckFix } from '../../../contract/setup.ts';
import { asRoot, command, quote } from './commands.ts';
import type { Facts, ListenerFact, ServerFact } from './facts.ts';
import type { Knowledge } from './knowledge.ts';
import { fail, listText, ok, unread, type Verdict, warn } from './texts.ts';

/** Commands for more than this many servers are given after the first ones are gone. */
const mostAtOnce = 10;

/** How much of the profile’s range is free; claims of Berth’s own count as free. */
export function judgePorts({ facts: { listeners }, portFirst, portLast }: Knowledge): Verdict {
  if (listeners === null) return unread;
  const holders = new Map<number, ListenerFact>();
  for (const row of listeners)
    if (row.kind !== 'claim' && row.port >= portFirst && row.port <= portLast && !holders.has(row.port))
      holders.set(row.port, row);
  const total = portLast - portFirst + 1;
  const free = total - holders.size;
  const strangers = [...holders.values()].filter(({ kind }) => kind === 'foreign').map(describeListener);
  const range = `${free} of ${total} ports from ${portFirst} to ${portLast} are free`;
  const taken =
    strangers.length === 0 ? '' : `; ${listText(strangers)} ${strangers.length === 1 ? 'has' : 'have'} the rest`;
  if (free > 0) return ok(`${range}.${strangers.length === 0 ? '' : ` Taken: ${listText(strangers)}.`}`);
  const seen = `${range}${taken}.`;
  return strangers.length === 0 ? warn(`${seen} Editors of Berth have them.`) : fail(seen);
}

/** Arguments may hold passwords, so a program is only named. */
function programName(text: string | null): string | null {
  return text === null ? null : (text.split(' ')[0]?.split('/').at(-1) ?? null);
}

function describeListener({ port, pid, user, command: text }: ListenerFact): string {
  const name = programName(text);
  return `${port} (${name ?? 'a process'}${pid === null ? '' : `, pid ${pid}`}, of ${user ?? 'an unknown user'})`;
}

/** Those that Berth did not start, of whatever user. */
export function judgeOtherCodeServers({ facts }: Knowledge): Verdict {
  if (facts.servers === null) return unread;
  const others = facts.servers.filter(({ kind, isOfBerth }) => kind === 'code-server' && !isOfBerth);
  if (others.length === 0) return ok(`${asSeen(facts)} are none that Berth did not start.`);
  const told = others.map((server) => {
    const [place] = placesOf(server, facts);
    const isOpen = server.auth === 'none' ? ', without a password' : '';
    return `pid ${server.pid} of ${server.user}${place === undefined ? '' : ` on ${placeText(place)}`}${isOpen}`;
  });
  return warn(
    `There are some that Berth did not start: ${listText(told)}. End those that nobody needs.`,
    endCommand(facts, others),
  );
}

/** Whether processes of others are hidden. */
const isHidden = ({ proc }: Facts) => proc !== null && !proc.isWhole;
const asSeen = (facts: Facts) => (isHidden(facts) ? 'Those of other users are hidden; of the others, there' : 'There');

interface Place {
  readonly address: string;
  readonly port: number;
}

/** Where it listens: as seen, else on the port it was told of, else what it was told. */
function placesOf(server: ServerFact, { listeners }: Facts): Place[] {
  if (server.listens.length > 0) return server.listens;
  const seen = (listeners ?? [])
    .filter((row) => row.address !== null && row.port === server.port && row.user === server.user)
    .map(({ address, port }) => ({ address: address ?? '', port }));
  if (seen.length > 0) return seen;
  if (server.port === null) return [];
  return [{ address: server.host ?? '127.0.0.1', port: server.port }];
}

const placeText = ({ address, port }: Place) => (address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`);

function isLoopback(address: string): boolean {
  const plain = address.replace(/^\[|\]$/g, '').replace(/^::ffff:/, '');
  return plain === 'localhost' || plain === '::1' || plain.startsWith('127.');
}

/** Ends them for good: a unit would start its own again. */
function endCommand(facts: Facts, servers: readonly ServerFact[]): CheckFix | null {
  const some = servers.slice(0, mostAtOnce);
  const units = some.flatMap(({ unit }) => (unit === null ? [] : [unit]));
  const loose = some.filter(({ unit }) => unit === null);
  const isOwn = ({ uid }: ServerFact) => uid === (facts.account?.uid ?? null);
  const pids = (rows: readonly ServerFact[]) => `kill ${rows.map(({ pid }) => pid).join(' ')}`;
  const own = loose.filter(isOwn);
  const others = loose.filter((server) => !isOwn(server));
  const parts: string[] = [];
  if (units.length > 0) parts.push(asRoot(facts, `systemctl disable --now ${units.map(quote).join(' ')}`));
  if (own.length > 0) parts.push(pids(own));
  if (others.length > 0) parts.push(asRoot(facts, pids(others)));
  return parts.length === 0 ? null : command(parts.join('; '));
}

/** Whoever can be reached from outside, straight or through the nginx of the system. */
export function judgeExposure({ facts }: Knowledge): Verdict {
  const { servers, nginxProxies } = facts;
  if (servers === null || nginxProxies === null) return unread;
  const open = servers.flatMap((server) => {
    const place = placesOf(server, facts).find(({ address }) => !isLoopback(address));
    return place === undefined ? [] : [{ server, place }];
  });
  const led = nginxProxies.flatMap((proxy) => {
    const server = servers.find((one) => placesOf(one, facts).some(({ port }) => port === proxy.port)) ?? null;
    const isOurs = facts.listeners?.some(({ kind, port }) => kind === 'instance' && port === proxy.port) ?? false;
    return server !== null || isOurs ? [{ proxy, server }] : [];
  });
  if (open.length === 0 && led.length === 0)
    return ok(
      isHidden(facts)
        ? 'No editor that can be seen listens to the network; those of other users are hidden.'
        : 'No editor of this server listens to the network.',
    );
  const told = [
    ...open.map(({ server, place }) => `${serverText(server)} listens on ${placeText(place)} ${authText(server.auth)}`),
    ...led.map(({ proxy, server }) => {
      const to = server === null ? 'an editor of Berth' : serverText(server);
      return `the nginx of the system leads from outside to ${to} on port ${proxy.port}${server === null ? '' : ` ${authText(server.auth)}`}, by ${proxy.file.shown}`;
    }),
  ];
  const isWideOpen = [...open, ...led].some(({ server }) => server?.auth === 'none');
  const parts = [
    endCommand(
      facts,
      open.map(({ server }) => server),
    ),
    closeCommand(
      facts,
      led.map(({ proxy }) => proxy),
    ),
  ];
  const commands = parts.flatMap((fix) => (fix?.kind === 'command' ? [fix.command] : []));
  const fix = commands.length === 0 ? null : command(commands.join('; '));
  const seen = `${capital(listText(told))}.`;
  return isWideOpen ? fail(seen, fix) : warn(seen, fix);
}

const capital = (text: string) => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

function serverText(server: ServerFact): string {
  const name = server.kind === 'code-server' ? 'a code-server' : (programName(server.command) ?? 'a server');
  return `${name} (pid ${server.pid}, of ${server.user})`;
}

function authText(auth: string | null): string {
  if (auth === 'none') return 'without a password';
  return auth === 'password' ? 'with a password' : 'with or without a password, which could not be seen';
}

/** Takes the lines out of use that lead to these ports. */
function closeCommand(
  facts: Facts,
  proxies: readonly { file: { exact: string | null }; port: number }[],
): CheckFix | null {
  const named = proxies.flatMap(({ file, port }) => (file.exact === null ? [] : [{ file: file.exact, port }]));
  if (named.length === 0) return null;
  const edits = named
    .slice(0, mostAtOnce)
    .map(({ file, port }) => `sed -i -E "s/^[^#]*proxy_pass[^;]*:${port}[^0-9;]*;.*/# &/" ${quote(file)}`);
  return command(asRoot(facts, `${edits.join(' && ')} && nginx -t && nginx -s reload`));
}
