/** What of a server is searched. */
export interface SearchedServer {
  readonly name: string;
  readonly address: string;
  readonly user: string;
  readonly tags: readonly string[];
}

/** The servers of which every typed word is in the name, the address, the user or a tag; all of them when none is typed. */
export function findServers<T extends SearchedServer>(servers: readonly T[], text: string): readonly T[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return servers;
  return servers.filter(({ name, address, user, tags }) => {
    const known = [name, address, user, ...tags].join('\n').toLowerCase();
    return words.every((word) => known.includes(word));
  });
}
