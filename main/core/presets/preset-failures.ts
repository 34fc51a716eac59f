import { fail } from '../../contract/failure.ts';
import { cleanLine } from '../remote/untrusted.ts';

export function presetNotFound(reference: string) {
  return fail(
    'preset-not-found',
    'input',
    `There is no preset "${cleanLine(reference, 120)}".`,
    'List the presets and use one of their names or ids.',
  );
}

export function presetNameTaken(name: string) {
  return fail(
    'preset-exists',
    'input',
    `There is a preset named "${name}" already.`,
    'Choose another name, or edit the one that exists.',
  );
}

export function invalidPreset(message: string, nextStep: string) {
  return fail('invalid-input', 'input', message, nextStep);
}
