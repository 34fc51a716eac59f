import type { AlertTone } from './alert-words.ts';

/** Diamond, triangle, tick, dot: the shape says what the colour repeats. */
export function AlertMark({ tone }: { readonly tone: AlertTone }) {
  return (
    <svg
      width="14"
      height="14"
      viewBox="0 0 14 14"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.6"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      {tone === 'good' && <path d="m2.8 7.4 2.8 2.8 5.6-6" />}
      {tone === 'warn' && <path d="M7 1.9 12.7 12H1.3ZM7 5.6v2.8m0 1.7v.1" />}
      {tone === 'bad' && <path d="M7 1 13 7 7 13 1 7Z" fill="currentColor" stroke="none" />}
      {tone === 'plain' && <circle cx="7" cy="7" r="3" fill="currentColor" stroke="none" />}
    </svg>
  );
}
