import { useState } from 'react';
import { type Answer, ask, type Problem } from '../../api/problem.ts';
import { Button } from '../../ui/Button.tsx';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { ProblemCard } from '../../ui/ProblemCard.tsx';
import { SettingsGroup } from '../../ui/SettingsGroup.tsx';
import { Waiting } from '../../ui/Waiting.tsx';
import { useBerth } from '../use-berth.ts';

/** What somebody who helps wants to know, to be read before it is copied. */
export function DiagnosisGroup({ hasFolder }: { readonly hasFolder: boolean }) {
  const { session } = useBerth();
  const [answer, setAnswer] = useState<Answer<{ readonly text: string }> | 'asked' | null>(null);
  const [folderProblem, setFolderProblem] = useState<Problem | null>(null);
  const collect = async () => {
    setAnswer('asked');
    setAnswer(await ask(() => session.client.upkeep.diagnosis({})));
  };
  const showFolder = async () => {
    const shown = await ask(() => session.client.upkeep.showLogs({}));
    setFolderProblem(shown.ok ? null : shown.failure);
  };
  const told = answer !== null && answer !== 'asked' && answer.ok ? answer.value.text : null;
  return (
    <SettingsGroup
      title="Diagnosis"
      note="Versions, system, settings and the last lines of the log, for a report. Secrets are never in it; the names and addresses of your servers, your name and this computer’s have stand-ins. Nothing is sent: you copy it yourself."
    >
      <div className="field-row">
        <Button isSmall isBusy={answer === 'asked'} onClick={() => void collect()}>
          {told === null ? 'Collect…' : 'Collect again'}
        </Button>
        {told !== null && <CopyButton text={told} label="Copy diagnosis" />}
        {hasFolder && (
          <Button isSmall look="quiet" onClick={() => void showFolder()}>
            Open the log’s folder
          </Button>
        )}
      </div>
      {answer === 'asked' && <Waiting words="Collecting…" />}
      {told !== null && <textarea className="diagnosis-text" readOnly rows={14} aria-label="Diagnosis" value={told} />}
      {answer !== null && answer !== 'asked' && !answer.ok && (
        <ProblemCard title="Collecting failed" problem={answer.failure} />
      )}
      {folderProblem !== null && <ProblemCard title="Opening the folder failed" problem={folderProblem} />}
    </SettingsGroup>
  );
}
