import { appFaults } from './faults/app-faults.ts';
import { hostPageFaults } from './faults/host-page-faults.ts';
import { keyFaults } from './faults/key-faults.ts';
import { navigationFaults } from './faults/navigation-faults.ts';
import { outsideFaults } from './faults/outside-faults.ts';
import { packageFaults } from './faults/package-faults.ts';
import { pageFaults } from './faults/page-faults.ts';
import { upkeepFaults } from './faults/upkeep-faults.ts';
import { viewFaults } from './faults/view-faults.ts';
import type { PlantedFault } from './planted-fault.ts';

/** Every mistake that once let a page out, or would. */
export const plantedFaults: readonly PlantedFault[] = [
  ...navigationFaults,
  ...pageFaults,
  ...hostPageFaults,
  ...appFaults,
  ...upkeepFaults,
  ...packageFaults,
  ...outsideFaults,
  ...keyFaults,
  ...viewFaults,
];
