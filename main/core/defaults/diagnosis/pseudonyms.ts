/** A name that must not be told, and what stands in its place. */
export type Pseudonym = readonly [name: string, standIn: string];

/** What is known of a saved server. */
export interface KnownServer {
  readonly name: string;
  readonly address: string;
  readonly user: string;
  /** Its name in `~/.ssh/config`. */
  readonly sshConfigHost: string | null;
}

/** Names that say nothing about anybody; hidden, they would only make the rest unreadable. */
const commonNames = new Set(['root', 'localhost', 'ubuntu', 'debian', 'admin', 'user', 'me', '127.0.0.1', '::1']);
/** A name of one letter is in every word. */
const shortestName = 2;

/** Stand-ins for the saved servers, in their order, for this computer and for its user. */
export function pseudonymsOf(
  servers: readonly KnownServer[],
  here: { readonly homeDirectory: string; readonly userName: string; readonly machine: string },
): readonly Pseudonym[] {
  const users = [...new Set(servers.map(({ user }) => user))];
  const named: Pseudonym[] = [
    ...servers.flatMap(({ name, address, sshConfigHost }, index): Pseudonym[] => [
      [address, `address-of-server-${index + 1}`],
      [name, `server-${index + 1}`],
      [sshConfigHost ?? '', `server-${index + 1}`],
    ]),
    ...users.map((user, index): Pseudonym => [user, `user-${index + 1}`]),
    [here.machine, 'this-computer'],
    [here.userName, 'this-user'],
  ];
  const seen = new Set<string>();
  const isWanted = ([name]: Pseudonym) => {
    const key = name.toLowerCase();
    if (name.length < shortestName || commonNames.has(key) || seen.has(key)) return false;
    seen.add(key);
    return true;
  };
  const home: Pseudonym[] = here.homeDirectory.length > 1 ? [[here.homeDirectory, '~']] : [];
  // The longest first, so that no name is hidden as a part of another one.
  return [...home, ...named.filter(isWanted).sort(([one], [other]) => other.length - one.length)];
}

const escaped = (text: string) => text.replaceAll(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`);
const ipv4 = /(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d.])/g;
/** At least three colons, or two that touch: a time of day has two that do not. */
const ipv6 = /(?<![\w:])(?=[\da-f:]*(?:::|:[\da-f]*:[\da-f]*:))[\da-f]{0,4}(?::[\da-f]{0,4}){2,7}(?![\w:])/gi;
const ownAddress = /^(?:127\.|0\.0\.0\.0$|::1?$)/;

/** A text in which servers, users, this computer and every address have stand-ins, the same one for the same name. */
export function withPseudonyms(text: string, pseudonyms: readonly Pseudonym[]): string {
  const standIns = new Map(pseudonyms.map(([name, standIn]) => [name.toLowerCase(), standIn]));
  const names = pseudonyms.map(([name]) => escaped(name)).join('|');
  // All at once: a stand-in has words that may be names, too.
  const renamed =
    names === ''
      ? text
      : text.replaceAll(
          new RegExp(`(?<![\\w])(?:${names})(?![\\w])`, 'giu'),
          (name) => standIns.get(name.toLowerCase()) ?? name,
        );
  const addresses = new Map<string, string>();
  const standInOf = (address: string) => {
    if (ownAddress.test(address)) return address;
    const known = addresses.get(address) ?? `address-${addresses.size + 1}`;
    addresses.set(address, known);
    return known;
  };
  return renamed.replaceAll(ipv4, standInOf).replaceAll(ipv6, standInOf);
}
