import { randomBytes, randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  beginRedaction,
  endRedaction,
  redactPiece,
  redactText,
  restOfLine,
} from '../../../../main/core/remote/redaction/redact.ts';

const key = (length: number) => 'aB3dE5gH7jK9mN1pQ4rS6tU8vW0xY2z'.repeat(10).slice(0, length);
const secret = 'S3cr3t-of-a-user';
const pem = (kind: string, lineCount = 5) =>
  [
    `-----BEGIN ${kind}PRIVATE KEY-----`,
    ...Array(lineCount).fill(key(64)),
    'aB3d==',
    `-----END ${kind}PRIVATE KEY-----`,
  ].join('\n');

/** Lines with a secret, and what must not be told of each. */
const lines: readonly (readonly [line: string, secret: string])[] = [
  [`fatal: https://deploy:${secret}@git.example.org/x.git failed`, secret],
  [`cloning https://oauth2:${secret}@x/y and http://${key(30)}@z/`, secret],
  [`GET /vscode/web/?tkn=${secret}&x=1 HTTP/1.1`, secret],
  [`GET /x?a=1&access_token=${secret} 200`, secret],
  [`env GITHUB_TOKEN=${secret} make`, secret],
  [`DB_PASSWORD='${secret} and more' ok`, secret],
  [`{"user":"anna","password":"${secret} \\" x","id":7}`, secret],
  [`body {\\"password\\":\\"${secret}\\"}`, secret],
  [`password = ${secret}`, secret],
  [`Password: ${secret}`, secret],
  [`curl --token ${secret} -H 'Authorization: Bearer ${secret}' https://x`, secret],
  [`> Authorization: Basic ${secret}== x`, secret],
  [`authorization: Digest username="anna", response="${secret}"`, secret],
  [`"authorization":"Bearer ${secret}","host":"x"`, secret],
  [`Cookie: a=b; code-server-session-web=${secret}; c=d`, secret],
  [`Set-Cookie: id=${secret}; Path=/; HttpOnly`, secret],
  [`code-server-session-web-a1b2c3=${secret}`, secret],
  [`token ghp_${key(36)} used`, key(36)],
  [`github_pat_${key(22)}_${key(40)}`, key(22)],
  [`(glpat-${key(20)})`, key(20)],
  [`//registry.npmjs.org/:_authToken=npm_${key(36)}`, key(36)],
  ['aws AKIAIOSFODNN7EXAMPLE and', 'AKIAIOSFODNN7EXAMPLE'],
  [`aws_secret_access_key = ${key(40)}`, key(40)],
  [`xoxb-12345678-${key(24)}`, key(24)],
  [`using sk-ant-api03-${key(80)}`, key(80)],
  [`OPENAI sk-proj-${key(60)}`, key(60)],
  [`sk-${key(48)}`, key(48)],
  [`jwt eyJhbGciOiJIUzI1.eyJzdWIiOiIxMjM0.${key(43)}`, key(43)],
];

/** Tells a text in pieces; a pause between two of them lets the line tell what it may. */
function tell(text: string, cuts: readonly number[], isQuiet: (index: number) => boolean): string {
  const places = [0, ...[...cuts].sort((one, other) => one - other), text.length];
  let redaction = beginRedaction({ isCut: false });
  let told = '';
  for (let index = 1; index < places.length; index += 1) {
    const next = redactPiece(redaction, text.slice(places[index - 1], places[index]));
    told += next.text;
    redaction = next.redaction;
    const rest = isQuiet(index) ? restOfLine(redaction) : null;
    if (rest !== null) {
      told += rest.text;
      redaction = rest.redaction;
    }
  }
  return told + endRedaction(redaction);
}

describe('what is hidden', () => {
  test.each(lines)('%s', (line, hidden) => {
    const told = redactText(line);
    expect(told).toContain('•••');
    expect(told).not.toContain(hidden);
  });

  test.each(['', 'RSA ', 'OPENSSH ', 'EC ', 'ENCRYPTED '])('a private key, %s', (kind) => {
    const told = redactText(`before\n${pem(kind)}\nafter ${key(10)}\n`);
    expect(told).not.toContain(key(16));
    expect(told).not.toContain('aB3d==');
    expect(told).toMatch(/^before\n-----BEGIN .*\nafter aB3dE5gH7j\n$/s);
    expect(redactText(`{"k":"${pem(kind).replaceAll('\n', '\\n')}"}`)).not.toContain(key(16));
  });

  test('the rest of a key at the beginning of a text that was cut there', () => {
    const text = `half of a line\n${key(64)}\n${key(64)}\nplain words\n${key(64)}\n`;
    const { text: told } = redactPiece(beginRedaction({ isCut: true }), text);
    expect(told).toBe(`•••\n•••\nplain words\n${key(64)}\n`);
  });

  test('the rest of a key at the beginning of the last lines of a text', () => {
    const text = `${key(64)}\n${key(64)}\nplain words\n${key(64)}`;
    expect(redactText(text, { isTail: true })).toBe(`•••\n•••\nplain words\n${key(64)}`);
  });

  test('a key without an end does not hide the rest of a log', () => {
    const told = redactText(`-----BEGIN PRIVATE KEY-----\n${'short words of a log\n'.repeat(500)}`);
    expect(told).toContain('short words of a log');
  });
});

describe('what is left as it is', () => {
  test.each([
    'HEAD is at 3f786850e387550fdab836ed7e6dc881de23001b',
    '{"commit":"da39a3ee5e6b4b0d3255bfef95601890afd80709"}',
    'sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    'session f47ac10b-58cc-4372-a567-0e02b2c3d479 opened',
    'GET /vscode/web/stable-3f786850e387550fdab836ed7e6dc881de23001b/static/out/main.js 200',
    'max_tokens=4096 tokens: 12, tokenizer=fast',
    'cloned git@github.com:a/b.git and ssh://git@host:22/x in 2 s',
    'http://127.0.0.1:8888/vscode/web/?folder=/srv/web',
    'task-sk-learn-contrib-and-other-very-long-names-of-things is a password manager',
    'Set HASHED_PASSWORD, or use --auth password --cookie-suffix web',
    '[IPC Server][Extension host] agent started. 10% ok; a=b',
  ])('%s', (line) => {
    expect(redactText(line)).toBe(line);
  });

  test('hashes and UUIDs, whichever', () => {
    const words = fc.oneof(
      fc.constantFrom(20, 32).map((size) => randomBytes(size).toString('hex')),
      fc.constant(0).map(() => randomUUID()),
    );
    fc.assert(
      fc.property(fc.array(words, { minLength: 1 }), (all) => {
        expect(redactText(all.join(' '))).toBe(all.join(' '));
      }),
    );
  });
});

describe('in pieces', () => {
  const noise = fc.constantFrom(
    'ok',
    'x = 1',
    '',
    'fetch https://example.org/a?b=c',
    '日本語 🚀',
    '3f786850e387550fdab8',
  );
  const log = fc
    .array(fc.oneof(noise, fc.constantFrom(...lines.map(([line]) => line)), fc.constant(pem('RSA ', 3))), {
      maxLength: 12,
    })
    .map((all) => all.join('\n'));
  const secrets = [...new Set([...lines.map(([, hidden]) => hidden), key(64)])];

  test('no secret slips through wherever they are cut, and however long the next one takes', () => {
    const cutLog = log.chain((text) =>
      fc.tuple(
        fc.constant(text),
        fc.array(fc.nat(text.length)),
        fc.array(fc.boolean(), { minLength: 60, maxLength: 60 }),
      ),
    );
    fc.assert(
      fc.property(cutLog, ([text, cuts, quiet]) => {
        const told = tell(text, cuts, (index) => quiet[index % quiet.length] ?? false);
        for (const hidden of secrets) expect(told).not.toContain(hidden.slice(0, 12));
        // Lines keep their number, so that a table of them stays one.
        expect(told.split('\n')).toHaveLength(text.split('\n').length);
      }),
      { numRuns: 300 },
    );
  });

  test('every single cut tells the same as the whole', () => {
    for (const [line] of lines) {
      const whole = redactText(`${line}\nnext\n`);
      for (let cut = 0; cut <= line.length; cut += 1) expect(tell(`${line}\nnext\n`, [cut], () => true)).toBe(whole);
    }
  });

  test('whole words of a line without an end are told at once, the last one when nothing comes or the log ends', () => {
    const { redaction, text } = redactPiece(beginRedaction({ isCut: false }), 'Continue? [y');
    expect(text).toBe('Continue? ');
    expect(restOfLine(redaction)?.text).toBe('[y');
    expect(endRedaction(redaction)).toBe('[y');
    for (const word of ['gh', 'token=', 'sk-', 'https://anna:pa', 'Bearer ', '-----BEGI']) {
      const held = redactPiece(beginRedaction({ isCut: false }), word).redaction;
      expect(restOfLine(held)).toBeNull();
    }
  });

  test('a line without an end takes neither memory nor time, and hides its secret to the end', () => {
    let redaction = beginRedaction({ isCut: false });
    let told = '';
    const startedAtMs = performance.now();
    for (const piece of ['Cookie: ', ...Array(200).fill(`${key(200)} `.repeat(20)), '\nplain\n']) {
      const next = redactPiece(redaction, piece);
      redaction = next.redaction;
      told += next.text;
      expect(redaction.line.length).toBeLessThan(70_000);
    }
    expect(told).toBe('Cookie: •••\nplain\n');
    expect(performance.now() - startedAtMs).toBeLessThan(4_000);
  });

  test('a megabyte takes little time, whatever it is made of', () => {
    for (const word of [
      'plain words of a log\n',
      'x',
      '://:',
      'password',
      '"\\',
      'eyJ-',
      '-----BEGIN PRIVATE KEY-----\n',
    ]) {
      const text = word.repeat(Math.ceil(1_000_000 / word.length));
      const startedAtMs = performance.now();
      redactText(text);
      expect(performance.now() - startedAtMs).toBeLessThan(3_000);
    }
  });
});
