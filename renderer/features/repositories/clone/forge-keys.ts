/**
 * The SSH host keys that large forges publish, as fingerprints: docs.github.com "GitHub's SSH key fingerprints" and
 * docs.gitlab.com "SSH host keys fingerprints", both read in 2026. They only help to compare; nothing is trusted by them.
 */
const published: Readonly<Record<string, readonly string[]>> = {
  'github.com': [
    'SHA256:+DiY3wvvV6TuJJhbpZisF/zLDA0zPMSvHdkr4UvCOqU',
    'SHA256:p2QAMXNIC1TJYWeIOttrVc98/R1BUFWu3/LiyKgUfQM',
    'SHA256:uNiVztksCsDhcc0u9e8BujQXVUpKZIDTMczCvj3tD2s',
  ],
  'gitlab.com': [
    'SHA256:eUXGGm1YGsMAS7vkcx6JOJdOGHPem5gQp4taiCfCLB8',
    'SHA256:HbW3g8zUjNSksFbqTiUWPWg2Bq1x8xdGUrliXFzSnUw',
    'SHA256:ROQFvPThGrW4RuWLoL9tq9I9zJ42fK4XywyRtbOz/EQ',
  ],
};

/** Whether a forge publishes this fingerprint; a mismatch may also be a key that it changed since. */
export function compareForgeKey(forge: string, fingerprint: string): 'match' | 'mismatch' | 'unknown' {
  const known = published[forge.toLowerCase()];
  if (known === undefined) return 'unknown';
  return known.includes(fingerprint) ? 'match' : 'mismatch';
}
