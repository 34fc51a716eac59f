import type { CoreContract } from '../../contract/contract.ts';
import type { Handlers } from '../../contract/define.ts';
import type { ProcessRow } from '../../contract/processes.ts';
import type { StatsItem } from '../../contract/stats.ts';
import type { Clock } from '../../core/ports.ts';

/** More than this share of one core is work: idle language servers take up to 2 %. */
const restingShareMost = 0.05;
/** A host that tells nothing for so long is not waited for, milliseconds. */
const askingMs = 20_000;
const shells = /^-?(?:ba|da|z|fi|k|mk|tc|c|a)?sh$|^pwsh$|^nu$|^xonsh$/;

/**
 * Whether something works in an instance: a command in a terminal, or what an extension started and is no language server, or
 * anything that takes time of a processor. A page that is given up ends what its extensions do, and its terminals some time
 * later, so in doubt it works.
 */
export function isAtWork(rows: Iterable<ProcessRow>, instanceId: string): boolean {
  const own = [...rows].filter(({ owner }) => owner.kind === 'instance' && owner.instanceId === instanceId);
  const byPid = new Map(own.map((row) => [row.pid, row]));
  const isShellAtRest = ({ parentPid, name, command }: ProcessRow) =>
    byPid.get(parentPid)?.role === 'server' && shells.test(name) && !/\s-[a-zA-Z]*c\b/.test(command);
  const works = (row: ProcessRow) => row.role === 'other' || (row.role === 'terminal' && !isShellAtRest(row));
  const share = own.reduce((sum, { cpuShare }) => sum + cpuShare, 0);
  return own.length === 0 || share > restingShareMost || own.some(works);
}

/** Asks a host whether something works in one of its instances; true also when it does not tell. */
export async function worksOnHost(
  stats: Pick<Handlers<CoreContract>['stats'], 'watch'>,
  clock: Clock,
  { profileId, instanceId }: { readonly profileId: string; readonly instanceId: string },
): Promise<boolean> {
  const asking = new AbortController();
  const callOff = clock.after(askingMs, () => asking.abort());
  const question = { profile: profileId, intervalSeconds: 2, hasProcesses: true };
  const rows = new Map<number, ProcessRow>();
  let tableCount = 0;
  try {
    for await (const item of stats.watch(question, { signal: asking.signal })) {
      if (item.type === 'waiting' || item.type === 'failed') return true;
      if (item.type !== 'processes') continue;
      if (item.untoldCount > 0) return true;
      merge(rows, item);
      tableCount += 1;
      // Shares are counted since the reading before, so the first tells none.
      if (tableCount === 2) return isAtWork(rows.values(), instanceId);
    }
    return true;
  } finally {
    callOff();
    asking.abort();
  }
}

function merge(rows: Map<number, ProcessRow>, item: StatsItem & { readonly type: 'processes' }): void {
  if (item.isWhole) rows.clear();
  for (const row of item.rows) rows.set(row.pid, row);
  for (const update of item.updates) {
    const known = rows.get(update.pid);
    if (known !== undefined) rows.set(update.pid, { ...known, ...update });
  }
  for (const pid of item.gone) rows.delete(pid);
}
