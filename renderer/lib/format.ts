const gibi = 1024 ** 3;
const mebi = 1024 ** 2;

/** Bytes for people, in powers of 1024 as `free` and `du` count: "612 MB", "1.6 GB". */
export function formatBytes(bytes: number): string {
  if (bytes >= 1000 * mebi) return `${(bytes / gibi).toFixed(bytes >= 99.5 * gibi ? 0 : 1)} GB`;
  if (bytes >= mebi) return `${Math.round(bytes / mebi)} MB`;
  if (bytes >= 1024) return `${Math.round(bytes / 1024)} kB`;
  return `${Math.round(bytes)} B`;
}

/** Gigabytes without the unit, for the labels of a bar: "0.6". */
export function formatGigabytes(bytes: number): string {
  return (bytes / gibi).toFixed(1);
}

/** A length of time in its largest unit: "8 s", "41 min", "3 h", "12 d". */
export function formatDuration(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min`;
  if (whole < 172_800) return `${Math.floor(whole / 3600)} h`;
  return `${Math.floor(whole / 86_400)} d`;
}

/** How long ago a moment was, both epoch milliseconds: "just now", "41 min ago". */
export function formatAgo(atMs: number, nowMs: number): string {
  const seconds = (nowMs - atMs) / 1000;
  return seconds < 60 ? 'just now' : `${formatDuration(seconds)} ago`;
}

/** A share of 0 to 1 as "34 %". */
export function formatShare(share: number): string {
  return `${Math.round(Math.min(1, Math.max(0, share)) * 100)} %`;
}

/** "1 editor", "2 editors". */
export function countOf(count: number, singular: string, plural = `${singular}s`): string {
  return `${count} ${count === 1 ? singular : plural}`;
}
