import { useEffect, useRef, useState } from 'react';
import type { Preset, PresetDraft } from '../../../../main/contract/presets.ts';
import type { BerthClient } from '../../../api/berth-client.ts';
import { type Answer, ask, type Problem } from '../../../api/problem.ts';
import { countOf } from '../../../lib/format.ts';
import { saveText } from '../../../lib/save-text.ts';
import { Button } from '../../../ui/Button.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { ImportForm } from '../../../ui/ImportForm.tsx';
import { ProblemCard } from '../../../ui/ProblemCard.tsx';
import { Waiting } from '../../../ui/Waiting.tsx';
import { LeftOut, type SkippedPreset } from './LeftOut.tsx';
import { PresetFields } from './PresetFields.tsx';
import { PresetList } from './PresetList.tsx';
import { PresetSecrets } from './PresetSecrets.tsx';
import { copyName, type PresetForm, presetForm } from './preset-form.ts';
import '../start/start.css';
import './presets.css';

interface PresetsDialogProps {
  readonly client: Pick<BerthClient, 'presets'>;
  /** Whether closing leads back to the form that it was opened from. */
  readonly isBack: boolean;
  readonly onClose: () => void;
}

type Shown =
  | { readonly kind: 'list' | 'import' }
  | { readonly kind: 'edit'; readonly presetId: string | null; readonly form: PresetForm }
  | { readonly kind: 'secrets'; readonly presetId: string };

/** The presets of this computer: what agents are started from. */
export function PresetsDialog({ client, isBack, onClose }: PresetsDialogProps) {
  const [presets, setPresets] = useState<readonly Preset[] | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [said, setSaid] = useState('');
  const [shown, setShown] = useState<Shown>({ kind: 'list' });
  const [leftOut, setLeftOut] = useState<readonly SkippedPreset[]>([]);
  const [tries, setTries] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another try asks again
  useEffect(() => {
    let isShown = true;
    void ask(() => client.presets.list({})).then((answer) => {
      if (!isShown) return;
      setProblem(answer.ok ? null : answer.failure);
      if (answer.ok) setPresets(answer.value);
    });
    return () => {
      isShown = false;
    };
  }, [client, tries]);
  const area = useRef<HTMLDivElement>(null);
  const shownBefore = useRef(shown.kind);
  // What had the focus is gone with the part that it was in.
  useEffect(() => {
    if (shownBefore.current === shown.kind) return;
    shownBefore.current = shown.kind;
    (area.current?.querySelector<HTMLElement>('[data-autofocus]') ?? area.current)?.focus({ preventScroll: true });
  }, [shown.kind]);
  const list = () => setShown({ kind: 'list' });
  const show = (next: Shown) => {
    setLeftOut([]);
    setShown(next);
  };
  const put = (changed: Preset) =>
    setPresets((known) => {
      const index = known?.findIndex(({ id }) => id === changed.id) ?? -1;
      return index < 0 ? [...(known ?? []), changed] : (known?.with(index, changed) ?? null);
    });
  /** Does something with the list, and says how it went. */
  const run = async <T,>(question: () => Promise<Answer<T>>, onDone: (value: T) => void, words: string) => {
    const answer = await question();
    setProblem(answer.ok ? null : answer.failure);
    if (!answer.ok) return;
    onDone(answer.value);
    setSaid(words);
  };
  const save = async (presetId: string | null, draft: PresetDraft): Promise<Problem | null> => {
    const answer = await ask(() => client.presets.save({ preset: presetId, draft }));
    if (!answer.ok) return answer.failure;
    put(answer.value);
    setSaid(`${answer.value.name} is saved.`);
    list();
    return null;
  };
  const found = shown.kind === 'secrets' ? presets?.find(({ id }) => id === shown.presetId) : undefined;
  return (
    <Dialog
      title={titleOf(shown, presets)}
      isOpen
      onClose={onClose}
      width={640}
      closesOnClickOutside={shown.kind === 'list'}
    >
      <div ref={area} tabIndex={-1} className="preset-area dialog-body">
        {problem !== null && (
          <ProblemCard title="The presets" problem={problem}>
            <Button look="primary" onClick={() => setTries(tries + 1)}>
              Look again
            </Button>
          </ProblemCard>
        )}
        {presets === null && problem === null && <Waiting words="Reading the presets…" />}
        {presets !== null && shown.kind === 'list' && (
          <>
            <p className="dim">
              A preset says which program an agent is, with which model, environment and memory. Presets stay on this
              computer; keys and tokens are kept apart from them, in its keychain.
            </p>
            <PresetList
              presets={presets}
              onEdit={(preset) => show({ kind: 'edit', presetId: preset.id, form: presetForm(preset) })}
              onCopy={(preset) =>
                show({
                  kind: 'edit',
                  presetId: null,
                  form: { ...presetForm(preset), name: copyName(preset.name, presets) },
                })
              }
              onSecrets={({ id }) => show({ kind: 'secrets', presetId: id })}
              onExport={({ id, name }) =>
                void run(
                  () => ask(() => client.presets.export({ presets: [id] })),
                  ({ document }) => saveText(`berth-preset-${id}.json`, document),
                  `${name} is exported, without secrets.`,
                )
              }
              onRemove={({ id, name }) =>
                void run(
                  () => ask(() => client.presets.remove({ preset: id })),
                  () => setPresets(presets.filter((one) => one.id !== id)),
                  `${name} is removed; sessions that it started go on.`,
                )
              }
            />
            <p role="status" className="preset-said faint">
              {said}
            </p>
            {leftOut.length > 0 && <LeftOut skipped={leftOut} />}
            <div className="dialog-actions">
              <span className="start preset-tools">
                <Button isSmall onClick={() => show({ kind: 'edit', presetId: null, form: presetForm(null) })}>
                  New preset…
                </Button>
                <Button isSmall look="quiet" onClick={() => show({ kind: 'import' })}>
                  Import…
                </Button>
                <Button
                  isSmall
                  look="quiet"
                  onClick={() =>
                    void run(
                      () => ask(() => client.presets.export({})),
                      ({ document }) => saveText('berth-presets.json', document),
                      'All are exported, without secrets.',
                    )
                  }
                >
                  Export all
                </Button>
                <Button
                  isSmall
                  look="quiet"
                  onClick={() =>
                    void run(
                      () => ask(() => client.presets.reset({})),
                      setPresets,
                      'The presets that Berth brings are as they were; yours stayed.',
                    )
                  }
                >
                  Bring back Berth’s
                </Button>
              </span>
              <Button look="primary" onClick={onClose}>
                {isBack ? 'Back' : 'Close'}
              </Button>
            </div>
          </>
        )}
        {shown.kind === 'edit' && (
          <PresetFields initial={shown.form} onSave={(draft) => save(shown.presetId, draft)} onCancel={list} />
        )}
        {shown.kind === 'import' && (
          <ImportForm
            what="presets"
            lead="A preset runs its command on your servers when you start it. Import only what you know the origin of."
            description="What another Berth exported. Presets that are there already stay as they are."
            take={(document) => ask(() => client.presets.import({ document }))}
            onDone={({ added, skipped }) => {
              for (const preset of added) put(preset);
              const left = skipped.length === 0 ? '' : `, ${skipped.length} left out`;
              setSaid(`${countOf(added.length, 'preset')} added${left}.`);
              setLeftOut(skipped);
              list();
            }}
            onCancel={list}
          />
        )}
        {found !== undefined && (
          <PresetSecrets
            preset={found}
            set={(name, value, isRemembered) =>
              ask(() => client.presets.setSecret({ preset: found.id, name, value, isRemembered }))
            }
            onChanged={put}
            onDone={list}
          />
        )}
      </div>
    </Dialog>
  );
}

function titleOf(shown: Shown, presets: readonly Preset[] | null): string {
  const nameOf = (presetId: string) => presets?.find(({ id }) => id === presetId)?.name ?? presetId;
  switch (shown.kind) {
    case 'list':
      return 'Presets';
    case 'import':
      return 'Import presets';
    case 'edit':
      return shown.presetId === null ? 'New preset' : `Edit ${nameOf(shown.presetId)}`;
    case 'secrets':
      return `Secrets of ${nameOf(shown.presetId)}`;
  }
}
