import { PasswordInput, TextInput } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { CopyButton } from '../../../ui/CopyButton.tsx';
import { Notice } from '../../../ui/Notice.tsx';
import { ProblemCard } from '../../../ui/ProblemCard.tsx';
import { RadioList, type RadioOption } from '../../../ui/RadioList.tsx';
import type { CloneLoginKind } from './clone-form.ts';
import type { CloneJob, CloneModel, DeployKey } from './clone-model.ts';
import { forgeOf, overSsh, readCloneAddress, takesToken, transportOf } from './clone-url.ts';

interface CloneLoginProps {
  readonly model: CloneModel;
  readonly job: CloneJob;
}

/** With what the server shows itself: what it has, a token that is asked for once, or a key of this repository's own. */
export function CloneLogin({ model, job }: CloneLoginProps) {
  const { form, errors, deployKey } = job;
  const { url } = readCloneAddress(form.address);
  return (
    <>
      <RadioList
        legend="Login"
        name="clone-login"
        value={form.login}
        options={optionsFor(url, form.login)}
        onChange={(login) => model.change({ login })}
      />
      {form.login === 'token' && (
        <div className="clone-token">
          <TextInput
            name="user"
            label="User"
            placeholder="git"
            autoComplete="off"
            spellCheck={false}
            value={form.user}
            onChange={({ currentTarget }) => model.change({ user: currentTarget.value })}
          />
          <PasswordInput
            name="token"
            label="Token"
            autoComplete="off"
            value={form.token}
            error={errors.token}
            onChange={({ currentTarget }) => model.change({ token: currentTarget.value })}
          />
        </div>
      )}
      {form.login === 'deploy-key' && (
        <>
          {transportOf(url) === 'https' && (
            <p className="dim">
              A key works over SSH only, so this is cloned from <span className="mono">{overSsh(url)}</span>.
            </p>
          )}
          {deployKey !== null && deployKey.key !== null && (
            <PublicKey url={url} deployKey={deployKey.key} isFresh={job.problem === null} />
          )}
          {deployKey !== null && deployKey.problem !== null && (
            <ProblemCard title="Making a key failed" problem={deployKey.problem} />
          )}
        </>
      )}
    </>
  );
}

function optionsFor(url: string, chosen: CloneLoginKind): readonly RadioOption<CloneLoginKind>[] {
  const host = {
    value: 'host',
    label: 'What the server has',
    note: 'Its git settings and SSH keys. Enough for what is public.',
  } as const;
  const token = {
    value: 'token',
    label: 'A token',
    note: 'Given to git once, and kept nowhere.',
  } as const;
  const key = {
    value: 'deploy-key',
    label: 'A deploy key',
    note: 'Made on the server for this repository alone; you add it at its forge.',
  } as const;
  const hasToken = chosen === 'token' || takesToken(url) || transportOf(url) === 'other';
  return hasToken ? [host, token, key] : [host, key];
}

function PublicKey({
  url,
  deployKey: { publicKey, pageUrl },
  isFresh,
}: {
  readonly url: string;
  readonly deployKey: DeployKey;
  /** Whether it was just made; else something failed with it, which is to be read first. */
  readonly isFresh: boolean;
}) {
  const copy = useRef<HTMLDivElement>(null);
  const end = useRef<HTMLParagraphElement>(null);
  useEffect(() => {
    if (!isFresh) return;
    // The button that made it had the focus, and has stood still meanwhile.
    copy.current?.querySelector('button')?.focus();
    end.current?.scrollIntoView({ block: 'nearest' });
  }, [isFresh]);
  return (
    <Notice tone="plain" isLive>
      <p>
        Add this public key to the deploy keys of the repository
        {pageUrl === null ? ` at ${forgeOf(url)}.` : ':'}
      </p>
      {pageUrl !== null && (
        <div className="code-block">
          <span>{pageUrl}</span>
          <CopyButton text={pageUrl} label="Copy link" />
        </div>
      )}
      <div ref={copy} className="code-block">
        <span data-testid="deploy-key">{publicKey}</span>
        <CopyButton text={publicKey} label="Copy key" />
      </div>
      <p ref={end} className="faint clone-end">
        Reading is enough for it, unless you want to push from this server.
      </p>
    </Notice>
  );
}
