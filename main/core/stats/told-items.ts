import { z } from 'zod';
import { processRow } from '../../contract/processes.ts';
import { hostReading } from '../../contract/stats.ts';
import { cleanOutputLine } from '../remote/redaction/clean-output.ts';
import { cleanLine, keepBeginning } from '../remote/untrusted.ts';

/** More processes than these are counted, not told. */
export const mostProcesses = 5000;

/** A clock that was set back makes differences negative, which mean nothing. */
const least = (figure: number) => Math.max(0, figure);
const leastOrNull = (figure: number | null) => (figure === null ? null : least(figure));

const toldReading = hostReading.transform((raw) => ({
  ...raw,
  bootId: cleanLine(raw.bootId),
  cpu: {
    usedShare: least(raw.cpu.usedShare),
    coreShares: raw.cpu.coreShares.map(least),
    waitShare: least(raw.cpu.waitShare),
    stolenShare: least(raw.cpu.stolenShare),
  },
  disks: raw.disks.map((disk) => ({
    ...disk,
    path: cleanLine(disk.path),
    device: cleanLine(disk.device),
    readBytesPerSecond: leastOrNull(disk.readBytesPerSecond),
    writtenBytesPerSecond: leastOrNull(disk.writtenBytesPerSecond),
  })),
  networks: raw.networks.map(({ name, receivedBytesPerSecond, sentBytesPerSecond }) => ({
    name: cleanLine(name, 64),
    receivedBytesPerSecond: least(receivedBytesPerSecond),
    sentBytesPerSecond: least(sentBytesPerSecond),
  })),
}));

/** A row is kept for as long as its process lives, and must not keep more of its line than it shows. */
const shortText = (text: string) => cleanLine(keepBeginning(text, 64));

const toldRow = processRow.transform((raw) => ({
  ...raw,
  state: cleanLine(raw.state),
  cpuShare: least(raw.cpuShare),
  memoryBytes: least(raw.memoryBytes),
  user: shortText(raw.user),
  name: shortText(raw.name),
  command: cleanOutputLine(keepBeginning(raw.command, 512), 512),
  owner: raw.owner.kind === 'session' ? { ...raw.owner, name: shortText(raw.owner.name) } : raw.owner,
}));

/** Process id, state, share of a core, resident and proportional bytes. */
const toldUpdate = z
  .tuple([z.number().int(), z.string().max(1), z.number(), z.number(), z.number().nullable()])
  .transform(([pid, state, cpuShare, memoryBytes, proportionalBytes]) => ({
    pid,
    state: cleanLine(state),
    cpuShare: least(cpuShare),
    memoryBytes: least(memoryBytes),
    proportionalBytes,
  }));

const toldProcesses = z.object({
  type: z.literal('processes'),
  isWhole: z.boolean(),
  /** More of the same moment follows in another line. */
  isPartial: z.boolean().default(false),
  rows: z.array(toldRow).max(mostProcesses),
  updates: z.array(toldUpdate).max(mostProcesses),
  gone: z.array(z.number().int()).max(mostProcesses),
  untoldCount: z.number().int(),
});
export type ToldProcesses = z.output<typeof toldProcesses>;

const toldItem = z.discriminatedUnion('type', [
  z.object({ type: z.literal('reading'), reading: toldReading }),
  toldProcesses,
  z.object({ type: z.literal('ports-changed') }),
]);
export type ToldItem = z.output<typeof toldItem>;

/** What a line of a sampler is: an item, nothing of its own, or an item that does not fit. */
export type ToldLine =
  | { readonly kind: 'item'; readonly item: ToldItem }
  | { readonly kind: 'noise' }
  | { readonly kind: 'fault'; readonly why: string };

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line) as unknown;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Reads a line of a sampler. Steps, its last document and what other programs print are noise. */
export function readLine(line: string): ToldLine {
  if (!line.startsWith('{')) return { kind: 'noise' };
  const told = parseJson(line);
  if (typeof told !== 'object' || told === null) return { kind: 'fault', why: 'a line of it is no JSON' };
  if (!('type' in told) || told.type === 'step') return { kind: 'noise' };
  const checked = toldItem.safeParse(told);
  if (checked.success) return { kind: 'item', item: checked.data };
  return {
    kind: 'fault',
    why: `a line of it does not fit: ${cleanLine(z.prettifyError(checked.error), 300)}`,
  };
}
