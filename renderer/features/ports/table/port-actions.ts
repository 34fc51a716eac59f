import type { Forward } from '../../../../main/contract/forwards.ts';
import type { Answer } from '../../../api/problem.ts';
import type { ForwardPlace, ForwardWish } from '../forwards-model.ts';

/** What can be done with the ports of a host. */
export interface PortActions {
  readonly forward: (wish: ForwardWish) => Promise<Answer<Forward>>;
  /** Forwards a port as a web page, where it is not, and shows it in a tab of the app. */
  readonly openInTab: (place: ForwardPlace & { readonly address: string | null }) => void;
  readonly openInBrowser: (place: ForwardPlace & { readonly address: string | null }) => void;
  readonly copy: (text: string) => void;
  readonly remember: (forward: Forward, repositoryId: string | null) => void;
  readonly stop: (forward: Forward) => void;
  /** Puts the problem at a port away. */
  readonly dismiss: (place: ForwardPlace) => void;
}
