import type { Problem } from '../../api/problem.ts';

/** What was wrong with a passphrase, where it was typed; its line is there before, so that nothing jumps. */
export function PassphraseProblem({ problem }: { readonly problem: Problem | null }) {
  return (
    <p className="passphrase-problem" role="alert">
      {problem === null ? '' : `${problem.message} ${problem.nextStep}`}
    </p>
  );
}
