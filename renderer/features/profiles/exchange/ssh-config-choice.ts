import type { SshConfigHost } from '../../../../main/contract/profile-exchange.ts';
import type { Profile } from '../../../../main/contract/profiles.ts';
import type { ProfileForm } from '../form/profile-form.ts';

/** True when a host can be ticked: it is no profile yet, and nothing stands in its way. */
export function isTakeable({ problem, profileId }: SshConfigHost): boolean {
  return problem === null && profileId === null;
}

/** Where a host is, in ssh's own words. */
export function addressWords({ address, port, user }: Pick<SshConfigHost, 'address' | 'port' | 'user'>): string {
  const place = port === 22 ? address : `${address.includes(':') ? `[${address}]` : address}:${port}`;
  return user === null ? place : `${user}@${place}`;
}

/** The hosts on the way to ticked ones that are neither ticked nor saved; they are imported too. */
export function companions(hosts: readonly SshConfigHost[], ticked: ReadonlySet<string>): readonly string[] {
  const saved = new Set(hosts.filter(({ profileId }) => profileId !== null).map(({ name }) => name));
  const jumps = hosts.filter(({ name }) => ticked.has(name)).flatMap((host) => host.jumps);
  return [...new Set(jumps)].filter((name) => !ticked.has(name) && !saved.has(name));
}

/** Puts what the file says at present into the form of a profile that follows it. */
export function fillFromHost(form: ProfileForm, host: SshConfigHost, profiles: readonly Profile[]): ProfileForm {
  const last = host.jumps.at(-1);
  const jump = profiles.find(({ sshConfigHost, name, address }) => [sshConfigHost, name, address].includes(last ?? ''));
  return {
    ...form,
    address: host.address,
    port: String(host.port),
    user: host.user ?? form.user,
    isKeyFromFile: host.keyPath !== null,
    keyPath: host.keyPath ?? form.keyPath,
    agentKeyPath: host.keyPath ?? form.agentKeyPath,
    jumpProfileId: last === undefined ? '' : (jump?.id ?? form.jumpProfileId),
  };
}
