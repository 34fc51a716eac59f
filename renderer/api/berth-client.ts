import type { AppContract } from '../../main/contract/contract.ts';
import type { Client } from '../../main/contract/define.ts';

/** Everything the page may ask. */
export type BerthClient = Client<AppContract>;
