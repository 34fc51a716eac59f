import type { ButtonHTMLAttributes, ReactNode } from 'react';

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly look?: 'plain' | 'primary' | 'accent' | 'quiet' | 'danger';
  readonly isSmall?: boolean;
  /** While what it began is under way: a click does nothing, and the focus stays, which a disabled button loses. */
  readonly isBusy?: boolean;
}

/** A button with words. */
export function Button({
  look = 'plain',
  isSmall = false,
  isBusy = false,
  className = '',
  type = 'button',
  onClick,
  ...rest
}: ButtonProps) {
  const size = isSmall ? 'button-small' : '';
  return (
    <button
      type={type}
      className={`button button-${look} ${size} ${className}`}
      aria-disabled={isBusy || undefined}
      onClick={isBusy ? (event) => event.preventDefault() : onClick}
      {...rest}
    />
  );
}

interface IconButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  /** What it does, for the tooltip and for those who cannot see the icon. */
  readonly label: string;
  /** Added to the tooltip, for example the keys. */
  readonly hint?: string;
  readonly children: ReactNode;
}

/** A button with an icon; its name is in the tooltip, which the system draws, above native views too. */
export function IconButton({ label, hint, children, className = '', ...rest }: IconButtonProps) {
  const title = hint === undefined ? label : `${label} (${hint})`;
  return (
    <button type="button" className={`icon-button ${className}`} aria-label={label} title={title} {...rest}>
      {children}
    </button>
  );
}
