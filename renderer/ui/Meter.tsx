import './meter.css';

interface MeterProps {
  readonly label: string;
  /** 0 to 1; null while nothing is known. */
  readonly share: number | null;
  readonly value: string;
  /** From this share on the bar warns, by colour and by a word. */
  readonly warnFrom: number;
}

/** One resource: a name, a bar, a figure. */
export function Meter({ label, share, value, warnFrom }: MeterProps) {
  const percent = Math.round(Math.min(1, Math.max(0, share ?? 0)) * 100);
  const isHigh = share !== null && share >= warnFrom;
  return (
    <div className="meter" data-high={isHigh}>
      <span>{label}</span>
      <span className="meter-bar" aria-hidden="true">
        <span style={{ width: `${percent}%` }} />
      </span>
      <span className="num meter-value">
        {value}
        {isHigh && <span className="hidden-text">, nearly full</span>}
      </span>
    </div>
  );
}
