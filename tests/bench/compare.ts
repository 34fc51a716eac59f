import type { Figure, Verdict } from './figure.ts';
import { median } from './statistics.ts';

/** What is promised of a ratio: ours divided by the peer's. */
export type RatioPromise = { readonly atMost: number } | { readonly atLeast: number };

/** What is measured on one line of a table. */
type Subject = Pick<Figure, 'what' | 'unit'>;

function keeps(value: number, promise: RatioPromise, suffix: string): Verdict {
  const [sign, limit] = 'atMost' in promise ? ['≤', promise.atMost] : ['≥', promise.atLeast];
  return { promise: `${sign} ${limit} ${suffix}`, isMet: sign === '≤' ? value <= limit : value >= limit };
}

/** A figure beside the peer's of the same rounds; both lists are in the order of the rounds. */
export function besidePeer(
  subject: Subject,
  ours: readonly number[],
  peer: { readonly name: string; readonly rounds: readonly number[] },
  promise?: RatioPromise,
): Figure {
  if (ours.length !== peer.rounds.length) throw new Error(`${subject.what}: the rounds of both sides differ in number`);
  const ratio = median(ours.map((value, round) => value / (peer.rounds[round] ?? Number.NaN)));
  return {
    ...subject,
    value: median(ours),
    rounds: ours,
    peer: { name: peer.name, value: median(peer.rounds), ratio, rounds: peer.rounds },
    verdict: promise === undefined ? null : keeps(ratio, promise, '× peer'),
  };
}

/** A figure with a limit of its own, or with none, which is only shown. */
export function alone(subject: Subject, rounds: readonly number[], atMost: number | null = null): Figure {
  const value = median(rounds);
  const verdict = atMost === null ? null : keeps(value, { atMost: Number(atMost.toFixed(1)) }, subject.unit);
  return { ...subject, value, rounds, peer: null, verdict };
}
