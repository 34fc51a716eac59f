import { Plus } from 'lucide-react';
import { DropMenu } from '../../../ui/DropMenu.tsx';

/** Ways to a repository that is not in the list yet. */
export interface AddActions {
  readonly clone: () => void;
  readonly addFolder: () => void;
  readonly create: () => void;
  /** The keys that open the menu of them, for its tooltip. */
  readonly keys: string;
}

/** Id of the menu's button, for the key that opens it. */
export const ADD_MENU_ID = 'add-repository';

/** The menu of everything that brings a repository into the list. */
export function AddMenu({ add, isLinked }: { readonly add: AddActions; readonly isLinked: boolean }) {
  const entries = [
    { label: 'Clone…', key: 'c', onSelect: add.clone },
    { label: 'Add a folder…', key: 'a', onSelect: add.addFolder },
    { label: 'New repository…', key: 'n', onSelect: add.create },
  ];
  return (
    <DropMenu
      label="Add a repository"
      entries={entries}
      hasWords
      hint={add.keys}
      buttonId={ADD_MENU_ID}
      isDisabled={!isLinked}
    >
      <Plus size={13} aria-hidden="true" />
      Add
    </DropMenu>
  );
}
