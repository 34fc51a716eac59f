interface WayNoteProps {
  /** The host that is really being reached. */
  readonly goal: string;
  /** The host on the way that this is about. */
  readonly jump: string;
}

/** Says that a question is about a host on the way, and where the way leads. */
export function WayNote({ goal, jump }: WayNoteProps) {
  return (
    <p className="way-note">
      On the way to <b>{goal}</b>: <b>{jump}</b>. It is a server of its own, with its own key and login.
    </p>
  );
}
