import type { HostPort } from '../../../../main/contract/host-ports.ts';
import { programName } from '../../../lib/program-name.ts';

/** What is known about who can reach the host from outside. */
export interface Exposure {
  readonly level: 'unknown' | 'closed' | 'others' | 'berth';
  /** One sentence without a full stop, for the footer. */
  readonly sentence: string;
}

/** True for addresses that only the host itself can reach. */
export function isLoopback(address: string): boolean {
  const plain = address
    .toLowerCase()
    .replace(/^\[|\]$|%.*$/g, '')
    .replace(/^::ffff:/, '');
  return plain === '::1' || plain === 'localhost' || /^127(?:\.\d{1,3}){3}$/.test(plain);
}

/** Says no more than the list of listening ports proves: a firewall in front of the host is not seen. */
export function exposureOf(ports: readonly HostPort[] | null, sshPort: number): Exposure {
  if (ports === null) return { level: 'unknown', sentence: 'open ports not read yet' };
  // Sockets of clients are among those of UDP and cannot be told from servers, so the sentence is about TCP.
  const open = ports.filter(({ protocol, address }) => protocol === 'tcp' && address !== null && !isLoopback(address));
  const ours = open.filter(({ kind }) => kind !== 'foreign');
  if (ours.length > 0) {
    return { level: 'berth', sentence: `Berth’s ${portWords(ours)} listens on an address others may reach` };
  }
  const others = open.filter((port) => !isSsh(port, sshPort));
  if (others.length === 0) {
    return { level: 'closed', sentence: 'nothing on this server is open to the internet except SSH' };
  }
  return {
    level: 'others',
    sentence: `Berth opened nothing; besides SSH, other programs listen on ${portWords(others)}`,
  };
}

/** Other users' processes cannot be seen without root, and socket activation shows systemd: then the port decides. */
function isSsh({ port, command }: HostPort, sshPort: number): boolean {
  const program = command === null ? null : programName(command);
  if (program === 'sshd') return true;
  return (port === sshPort || port === 22) && (program === null || program === 'systemd');
}

function portWords(ports: readonly HostPort[]): string {
  const numbers = [...new Set(ports.map(({ port }) => port))].sort((one, other) => one - other);
  const shown = numbers.slice(0, 4).join(', ');
  const rest = numbers.length > 4 ? ` and ${numbers.length - 4} more` : '';
  return `${numbers.length === 1 ? 'port' : 'ports'} ${shown}${rest}`;
}
