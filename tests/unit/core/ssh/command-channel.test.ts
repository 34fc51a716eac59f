import { PassThrough } from 'node:stream';
import type { ClientChannel } from 'ssh2';
import { expect, it } from 'vitest';
import { trackCommand } from '../../../../main/core/ssh/connection/command-channel.ts';

const channelWith = (more: object) =>
  Object.assign(new PassThrough(), { stderr: new PassThrough(), ...more }) as unknown as ClientChannel;

it('tells what is under way where its channel does, and works all the same where that part is gone', () => {
  const outgoing = { window: 2_000_000 };
  const { command } = trackCommand(channelWith({ outgoing }));
  outgoing.window = 1_400_000;
  expect(command.underwayBytes?.()).toBe(600_000);
  // A host may make more room than it had at first.
  outgoing.window = 3_000_000;
  expect(command.underwayBytes?.()).toBe(0);
  for (const more of [{}, { outgoing: {} }])
    expect(trackCommand(channelWith(more)).command.underwayBytes).toBeUndefined();
});
