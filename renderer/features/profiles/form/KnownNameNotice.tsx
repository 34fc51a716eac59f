import { useEffect, useState } from 'react';
import type { Answer } from '../../../api/problem.ts';
import { Button } from '../../../ui/Button.tsx';
import { Notice } from '../../../ui/Notice.tsx';
import { addressWords, isTakeable } from '../exchange/ssh-config-choice.ts';
import type { SshConfigReading } from '../profiles-model.ts';

interface KnownNameNoticeProps {
  /** What is typed as the address. */
  readonly address: string;
  readonly read: () => Promise<Answer<SshConfigReading>>;
  readonly onTakeOver: (name: string) => void;
}

/** Offers what `~/.ssh/config` says of a name that is typed as an address: only ssh itself knows that it is none. */
export function KnownNameNotice({ address, read, onTakeOver }: KnownNameNoticeProps) {
  const [hosts, setHosts] = useState<SshConfigReading['hosts']>([]);
  useEffect(() => {
    let isGone = false;
    // A file that cannot be read is told where somebody asks for it; here it only means that there is no offer.
    void read().then((answer) => {
      if (!isGone && answer.ok) setHosts(answer.value.hosts);
    });
    return () => {
      isGone = true;
    };
  }, [read]);
  const known = hosts.find((host) => host.name === address.trim() && isTakeable(host));
  if (known === undefined) return null;
  const way = known.jumps.length === 0 ? '' : ` through ${known.jumps.join(', ')}`;
  return (
    <Notice tone="plain" isLive>
      <div className="live-notice">
        <p>
          <b>{known.name}</b> is a name in your ~/.ssh/config, for <span className="mono">{addressWords(known)}</span>
          {way}.
        </p>
        <Button isSmall onClick={() => onTakeOver(known.name)}>
          Take it over…
        </Button>
      </div>
    </Notice>
  );
}
