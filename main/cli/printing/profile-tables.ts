import type { ImportReport, SshConfigHost } from '../../contract/profile-exchange.ts';
import type { Profile } from '../../contract/profiles.ts';
import { type Column, table } from './table.ts';

const placeOf = ({ address, port }: { readonly address: string; readonly port: number }) => {
  if (port === 22) return address;
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
};

const profileColumns = (nameOf: (id: string) => string): readonly Column<Profile>[] => [
  { title: 'NAME', text: ({ name }) => name },
  { title: 'ADDRESS', text: placeOf },
  { title: 'USER', text: ({ user }) => user },
  { title: 'AUTH', text: ({ authMethod }) => authMethod },
  { title: 'THROUGH', text: ({ jumpProfileId }) => (jumpProfileId === null ? null : nameOf(jumpProfileId)) },
  { title: 'PORTS', text: ({ portFirst, portLast }) => `${portFirst}-${portLast}` },
  { title: 'TAGS', text: ({ tags }) => (tags.length === 0 ? null : tags.join(', ')) },
  { title: 'ID', text: ({ id }) => id },
];

/** The saved profiles. */
export function profileTable(rows: readonly Profile[]): string {
  const names = new Map(rows.map(({ id, name }) => [id, name]));
  return table(
    profileColumns((id) => names.get(id) ?? id),
    rows,
  );
}

const hostColumns: readonly Column<SshConfigHost>[] = [
  { title: 'HOST', text: ({ name }) => name },
  { title: 'ADDRESS', text: placeOf },
  { title: 'USER', text: ({ user }) => user },
  { title: 'KEY', text: ({ keyPath }) => keyPath },
  { title: 'THROUGH', text: ({ jumps }) => (jumps.length === 0 ? null : jumps.join(', ')) },
  { title: 'PROFILE', text: ({ profileId }) => profileId },
  { title: 'PROBLEM', text: ({ problem }) => problem },
];

interface SshConfigAnswer {
  readonly hosts: readonly SshConfigHost[];
  readonly problems: readonly { readonly file: string; readonly lineNumber: number; readonly message: string }[];
}
const problemColumns: readonly Column<SshConfigAnswer['problems'][number]>[] = [
  { title: 'LINE', text: ({ file, lineNumber }) => (lineNumber === 0 ? file : `${file}:${lineNumber}`) },
  { title: 'PASSED OVER', text: ({ message }) => message },
];

/** The hosts of `~/.ssh/config`, and the lines that were passed over. */
export function sshConfigText({ hosts, problems }: SshConfigAnswer): string {
  const found = hosts.length === 0 ? '~/.ssh/config names no single host.\n' : table(hostColumns, hosts);
  return problems.length === 0 ? found : `${found}\n${table(problemColumns, problems)}`;
}

const skippedColumns: readonly Column<ImportReport['skipped'][number]>[] = [
  { title: 'LEFT OUT', text: ({ name }) => name },
  { title: 'WHY', text: ({ reason }) => reason },
];

/** What an import saved and what it left out. */
export function importText({ added, skipped }: ImportReport): string {
  const parts = [`Saved ${added.length}.\n`];
  if (added.length > 0) parts.push(profileTable(added));
  if (skipped.length > 0) parts.push(table(skippedColumns, skipped));
  return parts.join('');
}
