/** What stands in the place of a secret. */
export const mask = '•••';

/** A form that secrets have: what stays in front of it, and behind it. */
interface SecretForm {
  readonly pattern: RegExp;
  readonly replacement: string | ((...groups: string[]) => string);
}

// No form reaches over a line's end, and none begins in one word and ends in another without hiding all between: a line
// that is cut behind a space then looks the same as the beginning of the whole one.
const space = String.raw`[^\S\n]{0,4}`;
const secretNames = `token|tkn|passw(?:or)?d|passphrase|secret|api[_-]?key|(?:access|secret|private)[_-]?key`;
const nameEnd = String.raw`(?:\\?["'])?`;
const quoted = String.raw`"(?:[^"\\\n]|\\.)*"?|'[^'\n]*'?|\\"(?:[^"\\\n]|\\[^"\n])*(?:\\")?`;
const bare = String.raw`[^\s"'&<>;#\\]`;

/** Hides what is between the quotes, and leaves the quotes as they are, the missing one too. */
function hideValue(_whole: string, name = '', value = ''): string {
  const open = /^(?:\\?"|')/.exec(value)?.[0] ?? '';
  const isClosed = open !== '' && value.length >= 2 * open.length && value.endsWith(open);
  return `${name}${open}${mask}${isClosed ? open : ''}`;
}

const form = (pattern: string, replacement: SecretForm['replacement'], flags = 'gi'): SecretForm => ({
  pattern: new RegExp(pattern, flags),
  replacement,
});

/** Keys that are known by how they begin. */
const keyForms = [
  'gh[pousr]_[A-Za-z0-9]{16,}',
  'github_pat_[A-Za-z0-9_]{20,}',
  'gl(?:pat|oas|dt|rt|rtr|cbt|ptt|ft|imt|agent|soat|ffct)-[A-Za-z0-9_.-]{16,}',
  'npm_[A-Za-z0-9]{30,}',
  'A(?:KIA|SIA|GPA|IDA|ROA|IPA|NPA|NVA)[A-Z0-9]{16}(?![A-Za-z0-9])',
  'xox[abeoprs]-[A-Za-z0-9-]{10,}',
  'xapp-[0-9]-[A-Za-z0-9-]{10,}',
  'sk-ant-[A-Za-z0-9_-]{16,}',
  'sk-(?:proj|svcacct|admin)-[A-Za-z0-9_-]{20,}',
  'sk-[A-Za-z0-9]{32,}',
  '[rs]k_(?:live|test)_[A-Za-z0-9]{16,}',
  'AIza[A-Za-z0-9_-]{35}',
  // Only where a word begins: one that lacks its dots would be looked through from each of its letters.
  String.raw`(?<![\w-])eyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]*`,
];

/** The beginnings of those keys, for who has to tell whether one may be about to come. */
export const keyBeginnings: readonly string[] = [
  ...[
    'ghp_',
    'gho_',
    'ghu_',
    'ghs_',
    'ghr_',
    'github_pat_',
    'npm_',
    'xox',
    'xapp-',
    'sk-',
    'sk_',
    'rk_',
    'AIza',
    'eyJ',
  ],
  ...['glpat-', 'gloas-', 'gldt-', 'glrt', 'glcbt-', 'glptt-', 'glft-', 'glimt-', 'glagent-', 'glsoat-', 'glffct-'],
  ...['AKIA', 'ASIA', 'AGPA', 'AIDA', 'AROA', 'AIPA', 'ANPA', 'ANVA', '-----BEGIN'],
];

const secretForms: readonly SecretForm[] = [
  form(
    String.raw`((?:proxy-)?authorization${nameEnd}${space}[:=]${space})(Digest\b[^\n]*|${quoted}|[^\s"'\\][^\n"']*)`,
    hideValue,
  ),
  form(String.raw`((?:set-)?cookie${nameEnd}${space}[:=]${space})(${quoted}|[^\s"'\\][^\n]*)`, hideValue),
  form(String.raw`(code-server-session[\w-]*=)([^\s;,"'&]+)`, `$1${mask}`),
  form(String.raw`(:\/\/[^\s\/@:?#"'<>]*:)([^\s\/?#"'<>]+)@`, `$1${mask}@`),
  form(String.raw`(:\/\/)[^\s\/@:?#"'<>]{20,}@`, `$1${mask}@`),
  form(`((?:${secretNames})${nameEnd}${space}(?:=>|:=|={1,3})${space})(${quoted}|${bare}+)`, hideValue),
  form(`((?:${secretNames})${nameEnd}${space}:${space})(${quoted}|${bare}{16,})`, hideValue),
  form(`((?:passw(?:or)?d|passphrase)${space}:${space})(${bare}+)`, hideValue),
  form(String.raw`(--(?:[a-z]+-)?(?:${secretNames})[^\S\n]+)(${quoted}|(?!-)${bare}+)`, hideValue),
  form(String.raw`(\bbearer[^\S\n]+)(?=[^\s]*[0-9])[A-Za-z0-9._~+\/=-]{12,}`, `$1${mask}`),
  form(String.raw`(hooks\.slack\.com\/services\/)[\w\/]+`, `$1${mask}`),
  form(`(?<![A-Za-z0-9])(?:${keyForms.join('|')})`, mask, 'g'),
];

/** Hides the secrets of whole lines, but for private keys over several lines. */
export function hideForms(text: string): string {
  return secretForms.reduce(
    (hidden, { pattern, replacement }) =>
      typeof replacement === 'string' ? hidden.replace(pattern, replacement) : hidden.replace(pattern, replacement),
    text,
  );
}
