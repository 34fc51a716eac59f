import { useMemo } from 'react';
import type { Profile } from '../../../../main/contract/profiles.ts';
import { ColorMark } from '../../../ui/ColorMark.tsx';
import { AgentFields } from './AgentFields.tsx';
import { InstanceFields } from './InstanceFields.tsx';
import { LookFields } from './LookFields.tsx';
import { ProfileSection } from './ProfileSection.tsx';
import type { FieldsProps } from './ProfileTextField.tsx';
import { agentSummary, instancesSummary, type SectionName } from './profile-sections.ts';
import { jumpsTo, wayWords } from './profile-way.ts';
import { WayFields } from './WayFields.tsx';

interface ProfileSectionsProps extends FieldsProps {
  readonly profiles: readonly Profile[];
  readonly profileId: string | null;
  readonly open: ReadonlySet<SectionName>;
  readonly onOpen: (open: ReadonlySet<SectionName>) => void;
}

/** What has good defaults, folded to a line each. */
export function ProfileSections({ profiles, profileId, open, onOpen, ...fields }: ProfileSectionsProps) {
  const { form } = fields;
  const knownTags = useMemo(() => [...new Set(profiles.flatMap(({ tags }) => tags))].sort(), [profiles]);
  const jumps = jumpsTo(profiles, form.jumpProfileId || null).map(({ name }) => name);
  const way = jumps.length === 0 ? 'Straight' : wayWords(jumps, form.name || form.address || 'this server');
  const section = (name: SectionName) => ({
    isOpen: open.has(name),
    onToggle: (isOpen: boolean) => {
      const others = [...open].filter((known) => known !== name);
      onOpen(new Set(isOpen ? [...others, name] : others));
    },
  });
  return (
    <div className="profile-sections">
      <ProfileSection title="Agent" summary={agentSummary(form)} {...section('agent')}>
        <AgentFields {...fields} platform={navigator.platform} />
      </ProfileSection>
      <ProfileSection title="Way" summary={way} {...section('way')}>
        <WayFields {...fields} profiles={profiles} profileId={profileId} />
      </ProfileSection>
      <ProfileSection
        title="Look"
        summary={
          <>
            <ColorMark color={form.color} />
            {form.tags.length === 0
              ? form.color === 'none'
                ? 'No colour, no tags'
                : form.color
              : form.tags.join(', ')}
          </>
        }
        {...section('look')}
      >
        <LookFields {...fields} knownTags={knownTags} />
      </ProfileSection>
      <ProfileSection title="Ports and repository folders" summary={instancesSummary(form)} {...section('instances')}>
        <InstanceFields {...fields} />
      </ProfileSection>
    </div>
  );
}
