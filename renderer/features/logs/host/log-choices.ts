import type { ListedLog, LogKind } from '../../../../main/contract/logs.ts';
import type { LogSubject } from '../logs-model.ts';
import { kindNames } from '../pane/log-words.ts';

/** A log that can be chosen. */
export interface LogChoice {
  readonly key: string;
  readonly subject: LogSubject;
  /** Null for one that is not there yet. */
  readonly listed: ListedLog | null;
}

/** The logs of a host to choose from. */
export interface LogChoices {
  readonly host: readonly LogChoice[];
  readonly repositories: readonly LogChoice[];
}

const keyOf = (kind: LogKind, repositoryId: string | null) => `${kind} ${repositoryId ?? ''}`;

/** Those of the host itself, there or not, and those of repositories in the order of their names. */
export function choicesOf(profileId: string, sources: readonly ListedLog[] | null): LogChoices {
  const present = (sources ?? []).filter(({ source }) => !source.isPrevious);
  const kinds = Object.entries(kindNames) as [Exclude<LogKind, 'instance'>, string][];
  const host = kinds.map(([kind, name]) => ({
    key: keyOf(kind, null),
    subject: { profileId, kind, repositoryId: null, name },
    listed: present.find(({ source }) => source.kind === kind) ?? null,
  }));
  const repositories = present
    .filter(({ source }) => source.kind === 'instance')
    .map((listed) => ({
      key: keyOf('instance', listed.source.repository),
      subject: { profileId, kind: 'instance' as const, repositoryId: listed.source.repository, name: listed.title },
      listed,
    }))
    .sort((one, other) => one.subject.name.localeCompare(other.subject.name));
  return { host, repositories };
}

/** Which of them a log is. */
export function choiceKey({ kind = 'instance', repositoryId }: LogSubject): string {
  return keyOf(kind, repositoryId);
}
