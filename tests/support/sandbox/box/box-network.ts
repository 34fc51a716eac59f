import { readFileSync } from 'node:fs';
import { mustRun, runCommand } from '../run-command.ts';

/** How a box is wired: a cable from this machine (`10.78.N.1`) to the box (`10.78.N.2`); no route to anywhere else. */
export interface BoxNetwork {
  readonly linkName: string;
  readonly address: string;
}

const maxSubnet = 250;

/**
 * Lays the cable into the network namespace of process 1 of a box. The kernel refuses a device name that exists, so
 * boxes of several processes never get the same subnet.
 */
export async function connectBox(
  boxName: string,
  initPid: number,
  onLink: (linkName: string) => void,
): Promise<BoxNetwork> {
  const taken = await takenSubnets();
  for (let subnet = 1; subnet <= maxSubnet; subnet += 1) {
    if (taken.has(subnet)) continue;
    const linkName = `berth${subnet}`;
    const peer = ['peer', 'name', 'eth0', 'netns', String(initPid)];
    const added = await runCommand('ip', ['link', 'add', linkName, 'type', 'veth', ...peer]);
    if (added.code !== 0 && /File exists/.test(added.stderr)) continue;
    if (added.code !== 0) throw new Error(`The box's network device cannot be made: ${added.stderr.trim()}`);
    onLink(linkName);
    await Promise.all([
      mustRun('ip', ['-batch', '-'], {
        input: `link set ${linkName} alias ${boxName}\naddr add 10.78.${subnet}.1/24 dev ${linkName}\nlink set ${linkName} up\n`,
      }),
      mustRun('nsenter', [`--net=/proc/${initPid}/ns/net`, '--', 'ip', '-batch', '-'], {
        input: `addr add 10.78.${subnet}.2/24 dev eth0\nlink set eth0 up\n`,
      }),
    ]);
    return { linkName, address: `10.78.${subnet}.2` };
  }
  throw new Error(`All ${maxSubnet} sandbox networks are in use`);
}

/** True when this device is the cable of this box, and not a later one's that got the same free name. */
export function isLinkOf(boxName: string, linkName: string): boolean {
  try {
    return readFileSync(`/sys/class/net/${linkName}/ifalias`, 'utf8').trim() === boxName;
  } catch {
    return false;
  }
}

async function takenSubnets(): Promise<Set<number>> {
  const addresses = await mustRun('ip', ['-o', '-4', 'addr']);
  return new Set([...addresses.matchAll(/\b10\.78\.(\d+)\./g)].map((match) => Number(match[1])));
}
