/** Whether a text matches a pattern of `*` and `?`, in time proportional to both. */
function matchesPattern(text: string, pattern: string): boolean {
  let at = 0;
  let patternAt = 0;
  let star = -1;
  let starAt = 0;
  while (at < text.length) {
    const wanted = pattern.charAt(patternAt);
    if (wanted === '*') {
      star = patternAt;
      starAt = at;
      patternAt += 1;
    } else if (wanted === '?' || wanted === text.charAt(at)) {
      at += 1;
      patternAt += 1;
    } else if (star >= 0) {
      // The last star takes one character more.
      patternAt = star + 1;
      starAt += 1;
      at = starAt;
    } else return false;
  }
  return /^\**$/.test(pattern.slice(patternAt));
}

/** Whether one of the patterns matches and none that is negated does, as ssh_config(5) has it under PATTERNS. */
export function matchesPatterns(text: string, patterns: readonly string[]): boolean {
  let isMatched = false;
  for (const pattern of patterns) {
    const isNegated = pattern.startsWith('!');
    if (!matchesPattern(text, isNegated ? pattern.slice(1) : pattern)) continue;
    if (isNegated) return false;
    isMatched = true;
  }
  return isMatched;
}
