import { TextInput } from '@mantine/core';
import { type SubmitEvent, useState } from 'react';
import type { Forward } from '../../../../main/contract/forwards.ts';
import type { Answer, Problem } from '../../../api/problem.ts';
import { Button } from '../../../ui/Button.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { ProblemCard } from '../../../ui/ProblemCard.tsx';
import { freePortIn } from './port-table.ts';

interface LocalPortDialogProps {
  readonly port: number;
  /** The local port that it has already; null when it has none. */
  readonly present: number | null;
  readonly onForward: (localPort: number) => Promise<Answer<Forward>>;
  readonly onClose: () => void;
}

/** Asks which port of this computer leads to a port of the host. */
export function LocalPortDialog({ port, present, onForward, onClose }: LocalPortDialogProps) {
  const [text, setText] = useState(String(present ?? (port < 1024 ? port + 8000 : port)));
  const [isBusy, setIsBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const localPort = /^\d{1,5}$/.test(text.trim()) ? Number(text) : Number.NaN;
  const isUsable = localPort >= 1024 && localPort <= 65_535;
  const freePort = problem === null ? null : freePortIn(problem.nextStep);
  const forward = async (wanted: number) => {
    setIsBusy(true);
    const answer = await onForward(wanted);
    setIsBusy(false);
    if (answer.ok) onClose();
    else setProblem(answer.failure);
  };
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (isUsable && !isBusy) void forward(localPort);
  };
  return (
    <Dialog title={`Forward port ${port}`} isOpen onClose={onClose} width={420}>
      <form className="local-port" noValidate onSubmit={submit}>
        <TextInput
          label="Port on this computer"
          description={`Programs here reach port ${port} of the server at localhost and this number, those of other users of this computer too.`}
          inputMode="numeric"
          autoComplete="off"
          data-autofocus
          value={text}
          error={isUsable ? null : 'A number from 1024 to 65535.'}
          onChange={({ currentTarget }) => {
            setText(currentTarget.value);
            setProblem(null);
          }}
        />
        {problem !== null && (
          <ProblemCard title="Forwarding failed" problem={problem}>
            {freePort !== null && (
              <Button
                look="primary"
                isBusy={isBusy}
                onClick={() => {
                  setText(String(freePort));
                  void forward(freePort);
                }}
              >
                Use {freePort}
              </Button>
            )}
          </ProblemCard>
        )}
        <div className="dialog-actions">
          <Button onClick={onClose}>Cancel</Button>
          {/* One button is the one to press. */}
          <Button type="submit" look={freePort === null ? 'primary' : 'plain'} disabled={!isUsable} isBusy={isBusy}>
            {isBusy ? 'Forwarding…' : 'Forward'}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
