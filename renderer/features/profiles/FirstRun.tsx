import { Button } from '../../ui/Button.tsx';
import './profiles.css';

interface FirstRunProps {
  readonly onAdd: () => void;
}

/** What Berth does, said where there is nothing to show yet. */
export function FirstRun({ onAdd }: FirstRunProps) {
  return (
    <div className="first-run">
      <h1>Add your first server</h1>
      <p>Berth opens an own VS Code for every repository on a Linux server that you reach by SSH.</p>
      <ol className="card">
        <li>
          <b>Tell where it is</b>
          <span>Address, user and how you log in. A line like ssh me@host -p 2222 can be pasted as it is.</span>
        </li>
        <li>
          <b>Check that it is yours</b>
          <span>Berth shows the server’s fingerprint once; you compare it and trust it.</span>
        </li>
        <li>
          <b>Open a repository</b>
          <span>
            Its editor opens in a tab and keeps running when your connection drops. The server opens no port to the
            internet, and needs no root.
          </span>
        </li>
      </ol>
      <div>
        <Button look="primary" onClick={onAdd}>
          Add a server
        </Button>
      </div>
    </div>
  );
}
