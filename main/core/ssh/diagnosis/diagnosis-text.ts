import type { Failure } from '../../../contract/failure.ts';
import type { DiagnosisStep, LinkEvent } from '../../../contract/hosts.ts';
import type { Profile } from '../../../contract/profiles.ts';
import { plainText } from '../plain-text.ts';

/** What is told of this machine. */
export interface DiagnosisFacts {
  /** Berth's version. */
  readonly version: string;
  /** Operating system, architecture and runtime. */
  readonly platform: string;
}

/** All that a text is made of; sentences are already fit to be handed on. */
export interface DiagnosisParts {
  readonly profile: Profile;
  readonly facts: DiagnosisFacts;
  readonly steps: readonly DiagnosisStep[];
  readonly failure: Failure | null;
  readonly events: readonly LinkEvent[];
  readonly nowMs: number;
}

const shownEventCount = 20;

const methodNames: Readonly<Record<Profile['authMethod'], string>> = {
  agent: 'an SSH agent',
  key: 'a key file',
  password: 'a password',
  interactive: 'answers to the server’s questions',
};

const marks: Readonly<Record<DiagnosisStep['outcome'], string>> = { ok: 'ok', failed: 'FAILED', skipped: 'skipped' };

/** The whole diagnosis as text to hand on, line by line. */
export function diagnosisText({ profile, facts, steps, failure, events, nowMs }: DiagnosisParts): string {
  const { name, user, address, port } = profile;
  const ways = [
    profile.jumpProfileId === null ? null : 'through another server',
    profile.sshConfigHost === null ? null : `as ~/.ssh/config says for ${profile.sshConfigHost}`,
    profile.isAgentForwarded ? 'with the agent lent to the server' : null,
  ].filter((part) => part !== null);
  const lines = [
    `Diagnosis of ${name} by Berth ${facts.version}, ${time(nowMs)}`,
    `This computer: ${facts.platform}`,
    `The server: ${user}@${address} port ${port}, by ${methodNames[profile.authMethod]}${ways.map((way) => `, ${way}`).join('')}`,
    '',
    ...steps.map(stepLine),
    '',
    failure === null ? conclusion(steps) : `What is wrong: ${failure.message}\nWhat to do: ${failure.nextStep}`,
    ...(failure?.detail ? [`Details: ${failure.detail.replaceAll('\n', '\n  ')}`] : []),
    '',
    events.length === 0 ? 'The link was not used in this run of Berth.' : 'The last events of the link:',
    ...events.slice(-shownEventCount).map(eventLine),
  ];
  return `${lines.map((line) => plainText(line, 4_000)).join('\n')}\n`;
}

function conclusion(steps: readonly DiagnosisStep[]): string {
  const isWhole = steps.every(({ outcome }) => outcome === 'ok');
  return isWhole ? 'Everything works.' : 'Nothing failed; what was skipped is not known.';
}

function stepLine({ stage, outcome, message, durationMs }: DiagnosisStep): string {
  return `${marks[outcome].padEnd(7)}  ${stage.padEnd(8)}  ${took(durationMs)}  ${message}`;
}

function eventLine({ atMs, kind, message, durationMs }: LinkEvent): string {
  return `${time(atMs)}  ${kind.padEnd(12)}  ${took(durationMs)}  ${message}`;
}

function took(durationMs: number | null): string {
  return (durationMs === null ? '' : `${Math.round(durationMs)} ms`).padStart(9);
}

function time(atMs: number): string {
  return new Date(atMs).toISOString().replace(/\.\d+Z$/, 'Z');
}
