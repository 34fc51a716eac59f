/** Berth's mark: an anchor in a dock. */
export function Logo() {
  return (
    <svg
      width="18"
      height="18"
      viewBox="0 0 18 18"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.7"
      strokeLinecap="round"
      aria-hidden="true"
    >
      <path d="M3 3v8a6 6 0 0 0 12 0V3M9 7v8M6.5 9.5h5" />
    </svg>
  );
}
