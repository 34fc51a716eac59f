import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { parseAnswer, parseStep } from '../../../../main/core/remote/document.ts';
import { cleanLine, cleanText } from '../../../../main/core/remote/untrusted.ts';

const answer = (document: unknown, exitCode = 0) => ({
  document: typeof document === 'string' ? document : JSON.stringify(document),
  log: 'the log',
  exitCode,
});
const value = z.object({ port: z.number() });

describe('parseAnswer', () => {
  it('gives the value and drops what the schema does not know', () => {
    expect(parseAnswer('x', answer({ ok: true, value: { port: 1, extra: 2 } }), value)).toEqual({
      ok: true,
      value: { port: 1 },
    });
  });

  it('gives the failure a command tells, cleaned for display', () => {
    const failure = {
      kind: 'busy',
      stage: 'claim',
      message: 'Bu\u001b[31msy\u0007.\u202e',
      nextStep: 'Wait.',
      detail: 'a\nb\u0000',
    };
    const parsed = parseAnswer('x', answer({ ok: false, failure }, 75), value);
    expect(!parsed.ok && parsed.failure).toMatchObject({
      kind: 'busy',
      message: 'Busy .',
      detail: 'a\nb',
      hostKey: null,
    });
  });

  it('hides the secrets in what programs printed', () => {
    const told = 'fatal: https://me:hunter-2@git.example.org/x.git: no';
    const failure = { kind: 'clone-failed', stage: 'clone', message: told, nextStep: 'Look.', detail: `a\n${told}` };
    const parsed = parseAnswer('x', answer({ ok: false, failure }, 70), value);
    expect(!parsed.ok && parsed.failure).toMatchObject({
      message: 'fatal: https://me:•••@git.example.org/x.git: no',
      detail: 'a\nfatal: https://me:•••@git.example.org/x.git: no',
    });
    const broken = parseAnswer('x', { ...answer(''), log: told }, value);
    expect(JSON.stringify(broken)).not.toContain('hunter-2');
    const step = { type: 'step', stage: 'clone', state: 'output', title: told };
    expect(parseStep(JSON.stringify(step), 1)?.title).toBe('fatal: https://me:•••@git.example.org/x.git: no');
  });

  it('lets a key or a secret be asked about for a clone only, and only in their own form', () => {
    const hostKey = { type: 'ssh-ed25519', fingerprint: 'SHA256:abc' };
    const failure = { kind: 'host-key-unknown', stage: 'clone', message: 'M.', nextStep: 'N.', hostKey };
    const told = (part: object) => parseAnswer('x', answer({ ok: false, failure: { ...failure, ...part } }, 73), value);
    expect(told({})).toMatchObject({ failure: { hostKey, secretKind: null } });
    expect(told({ secretKind: 'password' })).toMatchObject({ failure: { secretKind: 'password' } });
    const elsewhere = told({ stage: 'host key', secretKind: 'password' });
    expect(elsewhere).toMatchObject({ failure: { hostKey: null, secretKind: null } });
    const crooked = told({ hostKey: { ...hostKey, fingerprint: 'SHA256:a\u001b[31m' } });
    expect(crooked).toMatchObject({ failure: { kind: 'script-failed' } });
  });

  it.each([
    ['no document', '', 0],
    ['half a document', '{"ok":true,"val', 0],
    ['another shape', { ok: true, value: { port: 'x' } }, 0],
    ['an unknown kind', { ok: false, failure: { kind: 'nope', stage: 'claim', message: '', nextStep: '' } }, 70],
    ['success with a failing exit code', { ok: true, value: { port: 1 } }, 1],
    [
      'failure with exit code 0',
      { ok: false, failure: { kind: 'busy', stage: 'claim', message: 'm', nextStep: 'n' } },
      0,
    ],
  ])('calls %s a failed script and keeps the log', (_name, document, exitCode) => {
    const parsed = parseAnswer('stats', answer(document, exitCode), value);
    expect(!parsed.ok && parsed.failure.kind).toBe('script-failed');
    expect(!parsed.ok && parsed.failure.detail).toContain('the log');
  });

  it('survives anything a host prints', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), fc.integer(), (document, exitCode) => {
        const parsed = parseAnswer('x', answer(document, exitCode), value);
        return parsed.ok || parsed.failure.message.length < 700;
      }),
      { numRuns: 2000 },
    );
  });
});

describe('parseStep', () => {
  it('reads a progress line and nothing else', () => {
    const line = '{"type":"step","stage":"claim","state":"started","title":"Claiming"}';
    expect(parseStep(line, 5)).toEqual({ stage: 'claim', state: 'started', title: 'Claiming', atMs: 5 });
    expect(parseStep('welcome to the server', 5)).toBeNull();
    expect(parseStep('{"type":"step"}', 5)).toBeNull();
    expect(parseStep(line.replace('Claiming', 'x'.repeat(70_000)), 5)).toBeNull();
  });
});

describe('cleaning', () => {
  it('removes terminal sequences, control and direction characters', () => {
    expect(cleanLine('a\u001b]0;title\u0007b\u001b[2Jc\rd\u009b31me')).toBe('abc d 31me');
    expect(cleanText('one\r\n\ttwo\u001b[0m\u2066')).toBe('one\n\ttwo');
  });
});
