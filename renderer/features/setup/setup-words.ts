import type { SetupOutcome, SetupPlan } from '../../../main/contract/setup.ts';
import type { Answer } from '../../api/problem.ts';
import { countOf } from '../../lib/format.ts';
import { isLostSight, missingSteps, type SetupSource } from './setup-state.ts';

/** From where VS Code may come, as choices. */
export const sourceChoices: readonly { readonly value: SetupSource; readonly label: string }[] = [
  { value: 'any', label: 'whichever way works first' },
  { value: 'release', label: 'the server downloads it' },
  { value: 'push', label: 'this computer sends it' },
  { value: 'npm', label: 'the server builds it with npm' },
];

/** By whose right packages are installed, beside the heading of what will be done. */
export function elevationWords({ elevation, packageManager }: SetupPlan): string {
  const manager = packageManager === null ? '' : ` with ${packageManager}`;
  if (elevation === 'root') return `packages${manager}, as root`;
  return elevation === 'sudo' ? `packages${manager}, by sudo` : 'without root';
}

/** Bytes of a download in powers of 1000, as releases and the steps of a plan tell them: "222 MB". */
export function megabytes(bytes: number): string {
  return bytes >= 1e9 ? `${(bytes / 1e9).toFixed(1)} GB` : `${Math.max(1, Math.round(bytes / 1e6))} MB`;
}

/** What a run costs: "Downloads up to 214 MB and takes 790 MB of its disk." */
export function costSentence({ downloadBytes, diskBytes }: SetupPlan): string {
  const disk = diskBytes > 0 ? `takes ${megabytes(diskBytes)} of its disk` : '';
  const download =
    downloadBytes === null
      ? 'Downloads what is missing'
      : downloadBytes > 0
        ? `Downloads up to ${megabytes(downloadBytes)}`
        : '';
  const words = [download, disk].filter(Boolean).join(' and ');
  return words === '' ? '' : `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
}

/** How a setup ended whose dialog was closed, for the footer. */
export function setupEndSentence(answer: Answer<SetupOutcome>): string {
  if (!answer.ok) {
    const { kind, message } = answer.failure;
    if (kind === 'cancelled') return 'its setup was cancelled.';
    return isLostSight(answer.failure) ? message : 'its setup stopped; the page of the server says why.';
  }
  const missing = missingSteps(answer.value);
  if (missing.length === 0) {
    const { steps, notDone } = answer.value;
    const names = notDone.map(({ id }) => steps.find((step) => step.id === id)?.title ?? id);
    return names.length === 0
      ? 'it is ready for editors.'
      : `it is ready for editors, but without ${names.join(', ')}.`;
  }
  return `${countOf(missing.length, 'step')} of its setup are left to somebody with root.`;
}
