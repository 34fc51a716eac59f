import { createStore, type StoreApi } from 'zustand/vanilla';
import { portName } from '../../../main/contract/forwards.ts';
import type { EditorAddress } from '../../../main/contract/instances.ts';
import type { BerthClient } from '../../api/berth-client.ts';
import { type Answer, ask, type Problem } from '../../api/problem.ts';

/** The editor of one tab. */
export type EditorState =
  | { readonly phase: 'opening' }
  /** `pid` is the process that was opened: when it is another one, the page inside is of a dead process. */
  | { readonly phase: 'open'; readonly address: EditorAddress; readonly pid: number | null }
  | { readonly phase: 'failed'; readonly problem: Problem };

/** Editors by tab id; a tab without an entry has none. */
export type EditorsState = Readonly<Record<string, EditorState>>;

/** Which instance a tab shows. */
export interface EditorTarget {
  readonly profileId: string;
  readonly repositoryId: string;
  readonly pid: number | null;
}

/** The addresses behind the editor tabs. */
export interface EditorsModel {
  readonly store: StoreApi<EditorsState>;
  /** Asks for an address unless the tab has one or asks already. */
  open(tabId: string, target: EditorTarget): Promise<void>;
  /** The same for the tab of a page behind a port of a host, which is forwarded when it is not. */
  openPort(tabId: string, place: { readonly profileId: string; readonly port: number }): Promise<void>;
  /** Forgets the tab's editor, which unloads it. */
  reset(tabId: string): void;
}

/** Makes the model; nothing is open. */
export function createEditorsModel(client: Pick<BerthClient, 'instances' | 'forwards'>): EditorsModel {
  const store = createStore<EditorsState>(() => ({}));
  const set = (tabId: string, editor: EditorState | null) => {
    const { [tabId]: _previous, ...others } = store.getState();
    store.setState(editor === null ? others : { ...others, [tabId]: editor }, true);
  };
  const fill = async (tabId: string, pid: number | null, question: () => Promise<Answer<EditorAddress>>) => {
    const known = store.getState()[tabId];
    if (known !== undefined && known.phase !== 'failed') return;
    const opening: EditorState = { phase: 'opening' };
    set(tabId, opening);
    const answer = await question();
    // The tab may have been closed or reset meanwhile; then the answer belongs to nobody.
    if (store.getState()[tabId] !== opening) return;
    set(
      tabId,
      answer.ok ? { phase: 'open', address: answer.value, pid } : { phase: 'failed', problem: answer.failure },
    );
  };
  const enterPort = async (profileId: string, port: number): Promise<Answer<EditorAddress>> => {
    const forward = await ask(() => client.forwards.open({ profile: profileId, port }));
    if (!forward.ok) return forward;
    const entry = await ask(() => client.forwards.enter({ id: forward.value.id }));
    return entry.ok ? { ok: true, value: { instanceId: portName(port), isDirect: false, ...entry.value } } : entry;
  };
  return {
    store,
    open: (tabId, { profileId, repositoryId, pid }) =>
      fill(tabId, pid, () => ask(() => client.instances.open({ profile: profileId, repository: repositoryId }))),
    openPort: (tabId, { profileId, port }) => fill(tabId, null, () => enterPort(profileId, port)),
    reset: (tabId) => set(tabId, null),
  };
}
