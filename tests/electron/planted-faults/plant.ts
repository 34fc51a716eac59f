import path from 'node:path';
import type { Plugin } from 'vite';
import { plantedFaults } from './faults.ts';

/** Name of the variable that says which fault to plant; nothing is changed without it. */
export const FAULT_VARIABLE = 'BERTH_PLANTED_FAULT';

/** What is said where a fault cannot be planted, which is no notice of it. */
export const NO_PLACE = 'has no single place for the fault';

/** Plants the chosen fault while a module is loaded; the file on disk stays as it is. */
export function plantFault(): Plugin {
  const fault = plantedFaults.find(({ name }) => name === process.env[FAULT_VARIABLE]);
  return {
    name: 'planted-fault',
    enforce: 'pre',
    transform(code, id) {
      if (fault === undefined || !id.endsWith(path.posix.join('main/electron', fault.file))) return null;
      if (code.split(fault.find).length !== 2) throw new Error(`${fault.file} ${NO_PLACE}: ${fault.find}`);
      return { code: code.replace(fault.find, () => fault.replace), map: null };
    },
  };
}
