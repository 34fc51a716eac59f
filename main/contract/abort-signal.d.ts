/** The one global the contract names; it compiles without DOM and Node types, so it says what it needs. */
interface AbortSignal {
  readonly aborted: boolean;
}
