import { countOf } from '../../../lib/format.ts';
import { agentLabels } from './agent-choice.ts';
import type { FieldErrors, ProfileField, ProfileForm } from './profile-form.ts';

/** The folded parts of the form. */
export type SectionName = 'agent' | 'way' | 'look' | 'instances';

const fieldsOf: Readonly<Record<SectionName, readonly ProfileField[]>> = {
  agent: ['agentKind', 'agentPath', 'agentKeyPath', 'isAgentForwarded'],
  way: ['jumpProfileId'],
  look: ['color', 'tags', 'tagText'],
  instances: ['portFirst', 'portLast', 'repositoryRoots', 'searchDepth'],
};

/** The sections that hold something wrong. */
export function sectionsWith(errors: FieldErrors): readonly SectionName[] {
  const names = Object.keys(fieldsOf) as SectionName[];
  return names.filter((name) => fieldsOf[name].some((field) => errors[field] !== undefined));
}

/** What the agent's section says while it is folded. */
export function agentSummary({
  authMethod,
  agentKind,
  agentPath,
  agentKeyPath,
  isAgentForwarded,
}: ProfileForm): string {
  const source = agentKind === 'path' && agentPath !== '' ? agentPath : agentLabels[agentKind];
  const isUsed = authMethod === 'agent' || isAgentForwarded;
  return [
    isUsed ? source : 'Not used',
    ...(authMethod === 'agent' && agentKeyPath.trim() !== '' ? [`${agentKeyPath.trim()} first`] : []),
    ...(isAgentForwarded ? ['lent to the server'] : []),
  ].join(', ');
}

/** What the section of ports and folders says while it is folded. */
export function instancesSummary({ portFirst, portLast, repositoryRoots }: ProfileForm): string {
  const count = repositoryRoots.split('\n').filter((line) => line.trim() !== '').length;
  return `${portFirst}–${portLast}, ${countOf(count, 'folder')}`;
}

/** What the two numbers come to, as long as they are a range. */
export function rangeWords({ portFirst, portLast }: ProfileForm): string {
  const count = Number(portLast) - Number(portFirst) + 1;
  const isRange = Number.isInteger(count) && count > 0;
  return isRange ? `One port for each editor: at most ${countOf(count, 'editor')} here.` : 'One port for each editor.';
}
