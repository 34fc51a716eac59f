/** Who hears what is typed at the terminal: a session that is shown there lends its keys to a question. */
export class KeyTurn {
  #lend: () => () => void = () => () => {};

  /** From now on `lend` is asked for the keys; it stops hearing them, and returns what hears them again. */
  ownedBy(lend: () => () => void): void {
    this.#lend = lend;
  }

  /** Takes the keys; the returned function gives them back. */
  borrow(): () => void {
    return this.#lend();
  }
}
