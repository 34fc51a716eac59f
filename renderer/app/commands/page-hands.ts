/** What commands do with the page itself, which only what draws it can. */
export interface PageHands {
  /** Puts the cursor into the search of what is shown. */
  focusSearch(): void;
  /** Goes on to the next of system, light and dark. */
  changeTheme(): void;
}
