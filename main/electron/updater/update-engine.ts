/** Asks for, fetches and installs later versions; throws where it cannot. */
export interface UpdateEngine {
  /** The later version there is, or null. */
  look(): Promise<string | null>;
  /** Fetches what `look` found and checks its sum; tells how much is here, 0 to 1. */
  fetch(onShare: (share: number) => void): Promise<void>;
  /** Puts what was fetched into the place of this copy, ends this one and starts that one. */
  install(): void;
}
