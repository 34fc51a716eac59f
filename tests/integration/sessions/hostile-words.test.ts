import { describe, expect, it } from 'vitest';
import { inside, quoted } from '../core/support/inside.ts';
import { profile, setStage } from '../core/support/stage.ts';
import { sessionsOf } from './support/sessions-of.ts';

const odd = `a|b #(touch /tmp/owned) \${x} 日本 'q' "d" \\`;

describe('words that somebody else takes for something', () => {
  const stage = setStage({ repositories: ['shop'], hasCodeServer: false });
  const of = sessionsOf(stage);
  const expectNothingRan = async () => expect(await inside(stage.host, 'ls /tmp/owned* 2>/dev/null || true')).toBe('');

  it('a title, a folder and what a program calls its window are only words', async () => {
    const folder = `/srv/${odd.replaceAll('/', ':')}`;
    await inside(stage.host, `mkdir -p ${quoted(folder)}`);
    const started = await of.start({ path: folder, title: odd });
    expect(started.title).toBe(odd);
    await of.send(started.id, 'pwd');
    expect((await of.until(started.id, '#(touch')).replaceAll('\n', '')).toContain('a|b #(touch');
    await of.send(started.id, `printf '\\033]2;#(touch /tmp/owned2) | a\\tb \\342\\200\\256evil\\007'; echo titled`);
    await of.until(started.id, 'titled');
    const row = await of.find(started.id);
    expect(JSON.stringify(row)).not.toMatch(/\u202e|\\t|\\u00/);
    await expectNothingRan();
    await inside(stage.host, `rmdir ${quoted(folder)} || true`);
  }, 60_000);

  it('one whose id begins like the id of another is never taken for it', async () => {
    const short = await of.start({ title: 'a' });
    const long = await of.start({ title: short.id });
    expect(long.id.startsWith(`${short.id}-`)).toBe(true);
    await of.stop(short.id);
    expect((await of.list()).sessions.map(({ id }) => id)).toEqual([long.id]);
    // By its title it is found, and by the beginning of its id it is not.
    const byTitle = await stage.app.client.sessions.capture({ profile, session: short.id });
    expect(byTitle.ok).toBe(true);
    const byBeginning = await stage.app.client.sessions.capture({ profile, session: long.id.slice(0, -1) });
    expect(byBeginning).toMatchObject({ ok: false, failure: { kind: 'session-not-found' } });
    await expectNothingRan();
  }, 60_000);

  it('a host without a language of its own keeps all letters', async () => {
    const { id } = await of.start({ title: 'letters' });
    await of.send(id, 'echo 日本語-👍-½');
    expect(await of.until(id, '日本語-👍-½')).toContain('日本語-👍-½');
  }, 60_000);
});
