import path from 'node:path';
import { onTestFinished } from 'vitest';
import { createRemote } from '../../../../main/core/remote/create-remote.ts';
import type { Remote } from '../../../../main/core/remote/remote.ts';
import { packScripts } from '../../../../main/core/remote/script-archive.ts';
import type { Link } from '../../../../main/core/ssh/link.ts';
import type { LinkTimings } from '../../../../main/core/ssh/timings.ts';
import { knownHostsLine } from '../../../support/app/test-core.ts';
import type { SandboxHost } from '../../../support/sandbox/sandbox-host.ts';
import { makeDesk, makeProfile, realClock } from '../../ssh/harness.ts';

/** How a host is reached other than usually. */
export interface ReachOptions {
  /** A proxy or another sshd in front of it. */
  readonly ssh?: { readonly host: string; readonly port: number };
  readonly user?: string;
  readonly timings?: Partial<LinkTimings>;
}

/** A link to the host that is up, and its scripts; both end with the test. */
export async function reach(
  host: SandboxHost,
  { ssh = host.ssh, user = host.ssh.user, timings = {} }: ReachOptions = {},
): Promise<{ readonly link: Link; readonly remote: Remote }> {
  const desk = await makeDesk();
  await desk.writeKnownHosts(knownHostsLine(host, ssh));
  const profile = makeProfile(ssh.port, { address: ssh.host, user, keyPath: host.ssh.keyPath });
  const link = desk.link(profile, { timings });
  const archive = packScripts(path.resolve('remote-scripts'));
  const remote = createRemote(link, () => archive, realClock);
  onTestFinished(() => remote.dispose());
  const connected = await link.connect();
  if (!connected.ok) throw new Error(`${connected.failure.stage}: ${connected.failure.message}`);
  return { link, remote };
}
