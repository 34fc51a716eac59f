import { useEffect, useState } from 'react';
import type { Answer } from '../../api/problem.ts';
import { countOf } from '../../lib/format.ts';
import { Button } from '../../ui/Button.tsx';
import { isTakeable } from './exchange/ssh-config-choice.ts';
import type { SshConfigReading } from './profiles-model.ts';
import './first-run.css';

interface FirstRunProps {
  readonly onAdd: () => void;
  readonly onImport: () => void;
  readonly readSshConfig: () => Promise<Answer<SshConfigReading>>;
}

/** What Berth does, said where there is nothing to show yet; servers that this computer knows already are offered. */
export function FirstRun({ onAdd, onImport, readSshConfig }: FirstRunProps) {
  const [knownCount, setKnownCount] = useState(0);
  useEffect(() => {
    // A file that cannot be read is told where somebody asks for it; here it only means that there is no offer.
    void readSshConfig().then((answer) => setKnownCount(answer.ok ? answer.value.hosts.filter(isTakeable).length : 0));
  }, [readSshConfig]);
  return (
    <div className="first-run">
      <h1>Add your first server</h1>
      <p>Berth opens a VS Code of its own for every repository on a Linux server that you reach by SSH.</p>
      <ol className="card">
        <li>
          <b>Tell where it is</b>
          <span>
            Address, user and how you log in. A line like{' '}
            <span className="mono">ssh me@host -p 2222 -i ~/.ssh/key</span> can be pasted as it is.
          </span>
        </li>
        <li>
          <b>Check that it is yours</b>
          <span>Berth shows the server’s fingerprint once; you compare it and trust it.</span>
        </li>
        <li>
          <b>Make it ready</b>
          <span>Berth tells what is missing there and what it would install; nothing is done before you agree.</span>
        </li>
        <li>
          <b>Clone or open a repository</b>
          <span>
            Its editor opens in a tab and keeps running when your connection drops. The server opens no port to the
            internet, and editors need no root.
          </span>
        </li>
      </ol>
      <div className="field-row">
        <Button look="primary" onClick={onAdd}>
          Add a server
        </Button>
        {knownCount > 0 && (
          <Button onClick={onImport}>Take over {countOf(knownCount, 'server')} from ~/.ssh/config</Button>
        )}
      </div>
    </div>
  );
}
