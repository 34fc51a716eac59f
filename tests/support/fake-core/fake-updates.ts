import type { AppContract } from '../../../main/contract/contract.ts';
import type { Handlers } from '../../../main/contract/define.ts';
import { succeed } from '../../../main/contract/failure.ts';
import type { UpdateView } from '../../../main/contract/updates.ts';
import { Topic } from './topic.ts';

/** Later versions as a test says; what it is asked to do is noted, and done when the test publishes it. */
export class FakeUpdates {
  readonly topic = new Topic<UpdateView>({
    installed: '0.1.0',
    status: { state: 'off' },
    isInstallable: false,
    releasesUrl: null,
  });
  readonly asked: ('look' | 'fetch' | 'install')[] = [];

  readonly #note = (what: 'look' | 'fetch' | 'install') => async () => {
    this.asked.push(what);
    return succeed({});
  };

  readonly handlers: Handlers<AppContract>['updates'] = {
    watch: (_input, { signal }) => this.topic.follow(signal),
    look: this.#note('look'),
    fetch: this.#note('fetch'),
    install: this.#note('install'),
  };
}
