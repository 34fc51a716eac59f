interface FigureBarProps {
  /** 0 to 1; more is shown as the whole. */
  readonly share: number;
}

/** From this share on a bar is seen at a glance. */
const highFrom = 0.8;

/** A bar beside a figure that says the same. */
export function FigureBar({ share }: FigureBarProps) {
  const percent = Math.min(100, Math.max(0, share * 100));
  return (
    <span
      className="figure-bar"
      aria-hidden="true"
      data-high={share >= highFrom}
      style={{ backgroundSize: `${percent.toFixed(1)}% 100%` }}
    />
  );
}
