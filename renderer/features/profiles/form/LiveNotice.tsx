import { useEffect, useState } from 'react';
import type { Profile } from '../../../../main/contract/profiles.ts';
import type { Answer } from '../../../api/problem.ts';
import { Button } from '../../../ui/Button.tsx';
import { Notice } from '../../../ui/Notice.tsx';
import { fillFromHost } from '../exchange/ssh-config-choice.ts';
import type { SshConfigReading } from '../profiles-model.ts';
import type { ProfileForm } from './profile-form.ts';

interface LiveNoticeProps {
  /** The name in `~/.ssh/config`. */
  readonly name: string;
  readonly profiles: readonly Profile[];
  readonly read: () => Promise<Answer<SshConfigReading>>;
  readonly change: (update: (form: ProfileForm) => ProfileForm) => void;
}

/** Says that the file decides, shows what it says now, and offers to copy that. */
export function LiveNotice({ name, profiles, read, change }: LiveNoticeProps) {
  const [warning, setWarning] = useState<string | null>(null);
  // These fields are not typed into, so nothing is lost when they are filled again.
  useEffect(() => {
    let isGone = false;
    void read().then((answer) => {
      if (isGone) return;
      const host = answer.ok ? answer.value.hosts.find((known) => known.name === name) : undefined;
      if (host !== undefined) change((form) => fillFromHost(form, host, profiles));
      setWarning(answer.ok ? (host === undefined ? missing : host.problem) : answer.failure.message);
    });
    return () => {
      isGone = true;
    };
  }, [name, profiles, read, change]);
  return (
    <Notice tone={warning === null ? 'plain' : 'warn'}>
      <div className="live-notice">
        <p>
          Address, port, user, key and way come from <span className="mono">~/.ssh/config › {name}</span>.
        </p>
        <Button isSmall onClick={() => change((form) => ({ ...form, sshConfigHost: null }))}>
          Make it independent
        </Button>
      </div>
      {warning !== null && <p role="status">{warning}</p>}
    </Notice>
  );
}

const missing = 'The file names it no more; below is what it said last. Make it independent to keep that.';
