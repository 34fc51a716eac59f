/** One thing that a menu offers. */
export interface MenuEntry {
  readonly label: string;
  /** The letter that does the same while the menu is open, in lower case. */
  readonly key?: string;
  readonly isDisabled?: boolean;
  /** A line sets it apart from those above. */
  readonly isGroupStart?: boolean;
  readonly onSelect: () => void;
}
