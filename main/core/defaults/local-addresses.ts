import { networkInterfaces } from 'node:os';

/** The addresses of this machine as one text, the same for the same addresses; loopback and link-local ones do not count, for no host is reached by them. */
export function localAddresses(): string {
  const all = Object.entries(networkInterfaces()).flatMap(([name, addresses = []]) =>
    addresses
      .filter(({ internal, address }) => !internal && !address.startsWith('fe80:'))
      .map(({ cidr, address }) => `${name} ${cidr ?? address}`),
  );
  return all.sort().join('\n');
}
