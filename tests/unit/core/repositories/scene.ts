import { type Result, succeed } from '../../../../main/contract/failure.ts';
import { profile } from '../../../../main/contract/profiles.ts';
import type { Host } from '../../../../main/core/host.ts';
import type { Remote, RemoteOperationOptions } from '../../../../main/core/remote/remote.ts';
import { createProcessLink } from '../../../support/fakes/process-link.ts';

/** What a host was asked, and how it is told that the answer is there. */
export interface Asked {
  readonly command: string;
  readonly args: readonly string[];
  readonly options: RemoteOperationOptions;
  answer(answer: Result<unknown>): void;
}

/** A row as a host tells it. */
export const rowOf = (path: string, part: object = {}) => ({
  name: path.slice(path.lastIndexOf('/') + 1),
  path,
  branch: 'main',
  isAdded: false,
  lastOpenedAtMs: null,
  ...part,
});

/** A host that writes down what it is asked; the test answers. */
export function askedHost(): { host: Host; asked: Asked[] } {
  const asked: Asked[] = [];
  const ask: Remote['operate'] = (command, args, value, options = {}) =>
    new Promise((resolve) => {
      asked.push({
        command,
        args,
        options,
        answer: (answer) => resolve(answer.ok ? succeed(value.parse(answer.value)) : answer),
      });
    });
  const refuse = () => Promise.reject(new Error('nothing else is asked'));
  return {
    asked,
    host: {
      profile: profile.parse({ id: 'a', name: 'Alpha', address: '192.0.2.1', user: 'me', searchDepth: 2 }),
      link: createProcessLink({}),
      remote: { call: ask, operate: ask, send: refuse, sample: refuse, attach: refuse, dispose: () => {} },
    },
  };
}
