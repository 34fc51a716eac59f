/** Names of folders nobody means well with; each is the name of a repository. None may hold `/`. */
export const hostileNames: readonly string[] = [
  // Spaces and quotes.
  'two words',
  ' leading space',
  'trailing space ',
  '   ',
  "it's",
  'say "hi"',
  `"'`,
  // Control characters.
  'line\nbreak',
  '\n',
  'tab\there',
  'carriage\rreturn',
  'bell\u0007',
  'escape\u001b[31mred',
  'x\ntouch canary\n',
  'x\npid=1\nstate=stopped\nend=1',
  // Words that a shell would run.
  '$(touch canary)',
  '`touch canary`',
  '; touch canary',
  '& touch canary &',
  '| touch canary',
  '&& touch canary #',
  '|| touch canary',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the shell's
  '${IFS}touch${IFS}canary',
  "'; touch canary; '",
  '"; touch canary; "',
  '> canary',
  '<(touch canary)',
  'a[$(touch canary)]',
  '!x',
  '~root',
  '*',
  '?',
  '[a-z]',
  '{a,b}',
  // Words that a program would take for an option.
  '-',
  '-rf',
  '--help',
  '--bind-addr=0.0.0.0:80',
  '\\',
  'back\\slash\\n',
  // What URLs, confs and templates give a meaning to.
  '100%',
  '%2e%2e%2f',
  '%n%s',
  'a&b=c',
  '#fragment',
  'query?folder=',
  'x; } location ~ . { return 200; } #',
  '$uri $request_uri',
  '@ID@',
  '@FOLDER@',
  // Scripts of the world, and characters nobody sees.
  '🚀 launch',
  'مرفأ',
  'photo\u202egnp.exe',
  '\u200b',
  'e\u0301te\u0301',
  'été',
  // As long as a name may be.
  'n'.repeat(255),
  'ü'.repeat(127),
  // Equal once they are slugs.
  'A b',
  'a-b',
  'a_b',
  // Words of Berth's own files.
  'record',
  'NULL',
];

/** The ones that the real code-server is started for as well. */
export const worstNames: readonly string[] = [
  '   ',
  `"'`,
  'x\ntouch canary\n',
  '$(touch canary)',
  '--bind-addr=0.0.0.0:80',
  'x; } location ~ . { return 200; } #',
  'photo\u202egnp.exe',
  'n'.repeat(255),
];
