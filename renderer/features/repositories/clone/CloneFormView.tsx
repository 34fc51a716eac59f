import { TextInput } from '@mantine/core';
import { type SubmitEvent, useEffect, useRef } from 'react';
import { Button } from '../../../ui/Button.tsx';
import { ProblemCard } from '../../../ui/ProblemCard.tsx';
import { StepList } from '../../../ui/StepList.tsx';
import { CloneLogin } from './CloneLogin.tsx';
import type { CloneLoginKind } from './clone-form.ts';
import { askedForgeKey, type CloneJob, type CloneModel } from './clone-model.ts';
import { overSsh, readCloneAddress, takesToken, transportOf } from './clone-url.ts';

interface CloneFormViewProps {
  readonly model: CloneModel;
  readonly job: CloneJob;
  readonly onAddFolder: (profileId: string, path: string) => void;
  /** Shows what the server lacks, and makes it ready. */
  readonly onSetUp: (profileId: string) => void;
}

/** What is cloned, where it goes, and with which login; after a failure it says why and keeps all of it. */
export function CloneFormView({ model, job, ...leads }: CloneFormViewProps) {
  const { form, errors, deployKey, problem, steps } = job;
  const element = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (Object.keys(errors).length > 0) element.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [errors]);
  const hasEnded = problem !== null || steps.length > 0;
  useEffect(() => {
    // What had the focus is gone with the steps, or with a question.
    if (!hasEnded || document.activeElement !== document.body) return;
    const lead =
      problem === null
        ? null
        : element.current?.querySelector<HTMLElement>('.problem-actions > .button:not(.button-small)');
    (lead ?? element.current?.querySelector<HTMLElement>('[type="submit"]'))?.focus();
  }, [hasEnded, problem]);
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    void (needsKey ? model.makeDeployKey() : model.run());
  };
  const needsKey = form.login === 'deploy-key' && deployKey?.key == null;
  const plain = {
    autoComplete: 'off',
    autoCapitalize: 'off',
    spellCheck: false,
    inputWrapperOrder: ['label' as const, 'input' as const, 'error' as const, 'description' as const],
  };
  return (
    <form ref={element} className="clone-form" noValidate onSubmit={submit}>
      <CloneProblem model={model} job={job} {...leads} />
      <TextInput
        {...plain}
        name="url"
        label="Address of the repository"
        description="https://…, ssh://…, git@host:path, or a whole git clone command."
        placeholder="git@github.com:acme/shop.git"
        classNames={{ input: 'mono' }}
        value={form.address}
        error={errors.url}
        data-autofocus
        onChange={({ currentTarget }) => model.change({ address: currentTarget.value })}
      />
      <TextInput
        {...plain}
        name="path"
        label="Folder on the server"
        description="It is made by the clone; nothing may be there yet."
        classNames={{ input: 'mono' }}
        value={form.path}
        error={errors.path}
        onChange={({ currentTarget }) => model.change({ path: currentTarget.value })}
      />
      <CloneLogin model={model} job={job} />
      <div className="settings-foot">
        <div className="dialog-actions clone-actions">
          <Button onClick={model.close}>Cancel</Button>
          <Button type="submit" look="primary" isBusy={deployKey?.isMaking === true}>
            {submitLabel(job, needsKey)}
          </Button>
        </div>
      </div>
    </form>
  );
}

function submitLabel({ form, deployKey, problem }: CloneJob, needsKey: boolean): string {
  if (deployKey?.isMaking === true) return 'Making a key…';
  if (needsKey) return 'Make a key';
  if (form.login === 'deploy-key') return 'I added it, clone';
  return problem === null || problem.kind === 'cancelled' ? 'Clone' : 'Try again';
}

/** Why the last try ended, with the buttons that lead on. */
function CloneProblem({ model, job, onAddFolder, onSetUp }: CloneFormViewProps) {
  const { problem, profileId, form, steps } = job;
  if (problem === null || askedForgeKey(problem) !== null) return null;
  if (problem.kind === 'cancelled') {
    return (
      <p className="dim" role="status">
        {problem.message} What you typed is still here.
      </p>
    );
  }
  const { url } = readCloneAddress(form.address);
  const isLogin = problem.kind === 'secret-needed' || problem.kind === 'auth-failed';
  const canToken = isLogin && form.login !== 'token' && takesToken(url);
  const canKey = isLogin && form.login !== 'deploy-key' && transportOf(overSsh(url)) === 'ssh';
  const choose = (login: CloneLoginKind) => {
    model.change({ login });
    // The button is gone with the failure; the focus goes to what was chosen.
    requestAnimationFrame(() => {
      const field = login === 'token' ? '[name="token"]' : '[name="clone-login"]:checked';
      document.querySelector<HTMLElement>(`.clone-form input${field}`)?.focus();
    });
  };
  return (
    <div className="operation-failure">
      {steps.length > 1 && (
        <details className="details">
          <summary>How far it came</summary>
          <StepList label="Steps of the clone" steps={steps} isOver />
        </details>
      )}
      <ProblemCard
        title="Cloning failed"
        problem={problem}
        detailLabel={problem.stage === 'clone' ? 'Show what git said' : 'Show details'}
      >
        {problem.kind === 'repository-exists' && (
          <Button
            onClick={() => {
              model.close();
              onAddFolder(profileId, form.path.trim());
            }}
          >
            Add that folder
          </Button>
        )}
        {problem.kind === 'unavailable' && (
          <Button
            onClick={() => {
              model.close();
              onSetUp(profileId);
            }}
          >
            Set up this server…
          </Button>
        )}
        {canToken && <Button onClick={() => choose('token')}>Use a token</Button>}
        {canKey && <Button onClick={() => choose('deploy-key')}>Use a deploy key</Button>}
      </ProblemCard>
    </div>
  );
}
