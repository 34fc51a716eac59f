import './color-mark.css';

interface ColorMarkProps {
  /** One of the colours of the style sheet; `none` draws nothing. */
  readonly color: string;
}

/** The colour that somebody gave to a server: a thin bar, so that it is never taken for the mark of a state. */
export function ColorMark({ color }: ColorMarkProps) {
  return color === 'none' ? null : <span className="color-mark" data-color={color} aria-hidden="true" />;
}
