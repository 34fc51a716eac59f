import { countOf } from '../../lib/format.ts';
import { Button } from '../../ui/Button.tsx';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { PlanStepLine } from './PlanStepLine.tsx';
import type { SetupModel } from './setup-model.ts';
import { chosenSteps, missingSteps, type SetupPhase, type SetupSource } from './setup-state.ts';
import { costSentence, elevationWords, sourceChoices } from './setup-words.ts';

interface SetupPlanViewProps {
  readonly model: SetupModel;
  readonly state: Extract<SetupPhase, { phase: 'planned' }>;
  readonly hostName: string;
}

/** The plan: what will be done, what somebody has to do by hand, what is there already; and the button that begins. */
export function SetupPlanView({ model, state: { plan, unticked, source }, hostName }: SetupPlanViewProps) {
  const inState = (state: 'done' | 'todo' | 'by-hand') => plan.steps.filter((step) => step.state === state);
  const [todo, byHand, done] = [inState('todo'), inState('by-hand'), inState('done')];
  const commands = byHand.flatMap(({ command }) => command ?? []);
  const chosen = chosenSteps(plan, unticked);
  const isReady = missingSteps(plan).length === 0;
  const hasEditor = todo.some(({ id }) => id === 'code-server');
  return (
    <>
      <div className="setup-lead">
        <p role="status">
          <b>{leadOf(isReady, todo.length + byHand.length, hostName)}</b>
        </p>
        {todo.length > 0 && <p className="dim">Nothing is changed before you agree.</p>}
      </div>
      {todo.length > 0 && (
        <section className="setup-group" aria-labelledby="setup-todo">
          <div className="setup-title">
            <h3 id="setup-todo">Will be done</h3>
            <span className="faint">{elevationWords(plan)}</span>
          </div>
          <ul className="setup-steps">
            {todo.map((step) => (
              <PlanStepLine
                key={step.id}
                step={step}
                isTicked={step.isRequired || !unticked.has(step.id)}
                onTick={(isTicked) => model.tick(step.id, isTicked)}
              />
            ))}
          </ul>
          {hasEditor && (
            <div className="setup-source">
              <label className="dim" htmlFor="setup-source">
                VS Code comes
              </label>
              <select
                id="setup-source"
                className="select"
                value={source}
                onChange={({ currentTarget }) => model.choose(currentTarget.value as SetupSource)}
              >
                {sourceChoices.map(({ value, label }) => (
                  <option key={value} value={value}>
                    {label}
                  </option>
                ))}
              </select>
            </div>
          )}
        </section>
      )}
      {byHand.length > 0 && (
        <section className="setup-group" aria-labelledby="setup-by-hand">
          <div className="setup-title">
            <h3 id="setup-by-hand">By hand</h3>
            {commands.length > 1 && <CopyButton text={commands.join('\n')} label="Copy all" />}
          </div>
          {commands.length > 0 && (
            <p className="dim">Berth may not do this on {hostName}. When somebody with root has done it, look again.</p>
          )}
          <ul className="setup-steps">
            {byHand.map((step) => (
              <PlanStepLine key={step.id} step={step} />
            ))}
          </ul>
        </section>
      )}
      {done.length > 0 && (
        <details className="details">
          <summary>There already: {done.map(({ title }) => title).join(', ')}</summary>
          <ul className="setup-steps setup-done">
            {done.map((step) => (
              <PlanStepLine key={step.id} step={step} />
            ))}
          </ul>
        </details>
      )}
      {!plan.isEnough && (
        <Notice tone="warn">
          <p>Editors cannot be opened until the required step is done.</p>
        </Notice>
      )}
      <div className="setup-foot">
        <p className="faint num">{chosen.length > 0 ? costSentence(plan) : ''}</p>
        <div className="dialog-actions">
          <Button onClick={() => void model.look()}>Look again</Button>
          {todo.length === 0 ? (
            <Button look="primary" onClick={model.close} data-autofocus>
              {isReady ? 'Done' : 'Close'}
            </Button>
          ) : (
            <Button look="primary" disabled={chosen.length === 0} onClick={() => void model.run()} data-autofocus>
              {chosen.length === 0 ? 'Nothing chosen' : `Set up, ${countOf(chosen.length, 'step')}`}
            </Button>
          )}
        </div>
      </div>
    </>
  );
}

function leadOf(isReady: boolean, openCount: number, hostName: string): string {
  if (openCount === 0) return `${hostName} has everything. There is nothing to do.`;
  if (!isReady) return `${hostName} is not ready for editors yet.`;
  return `${hostName} is ready for editors. ${openCount === 1 ? 'One thing' : 'A few things'} would make it better.`;
}
