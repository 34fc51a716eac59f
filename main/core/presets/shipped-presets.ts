import { type PresetDraft, presetDraft } from '../../contract/presets.ts';

/** A preset that comes with Berth. */
export interface ShippedPreset {
  readonly id: string;
  readonly draft: PresetDraft;
}

const megabyte = 1024 ** 2;
const gigabyte = 1024 ** 3;
/** Coding agents take 200 to 500 MB and now and then grow without end; one must not take its host with it. */
const agentMemory = { memoryLimitBytes: 4 * gigabyte, expectedMemoryBytes: 400 * megabyte };

/** The aliases follow the newest models, so that a preset does not grow old; the full names stay what they are. */
const claudeModels = [
  'best',
  'opus',
  'sonnet',
  'haiku',
  'fable',
  'opusplan',
  'claude-opus-5-5',
  'claude-sonnet-5-5',
  'claude-haiku-5-5',
  'claude-fable-5-2',
];

/** The presets that Berth ships, in the order in which they are offered. */
export const shippedPresets: readonly ShippedPreset[] = [
  {
    id: 'claude-code',
    draft: presetDraft.parse({
      name: 'Claude Code',
      agent: 'claude-code',
      command: ['claude'],
      modelArgument: '--model',
      models: claudeModels,
      resumeArguments: ['--continue'],
      ...agentMemory,
    }),
  },
  {
    id: 'glm',
    draft: presetDraft.parse({
      name: 'GLM',
      agent: 'claude-code',
      command: ['claude'],
      // The variables below say which model stands behind each of these names.
      modelArgument: '--model',
      models: ['opus', 'sonnet', 'haiku'],
      resumeArguments: ['--continue'],
      environment: {
        ANTHROPIC_BASE_URL: 'https://api.z.ai/api/anthropic',
        ANTHROPIC_DEFAULT_OPUS_MODEL: 'glm-4.7',
        ANTHROPIC_DEFAULT_SONNET_MODEL: 'glm-4.7',
        ANTHROPIC_DEFAULT_HAIKU_MODEL: 'glm-4.5-air',
        API_TIMEOUT_MS: '3000000',
      },
      secretNames: ['ANTHROPIC_AUTH_TOKEN'],
      ...agentMemory,
    }),
  },
  {
    id: 'codex',
    draft: presetDraft.parse({
      name: 'Codex',
      agent: 'codex',
      command: ['codex'],
      modelArgument: '--model',
      models: ['gpt-5-codex', 'gpt-5'],
      resumeArguments: ['resume', '--last'],
      ...agentMemory,
    }),
  },
  {
    id: 'gemini-cli',
    draft: presetDraft.parse({
      name: 'Gemini CLI',
      agent: 'gemini',
      command: ['gemini'],
      modelArgument: '--model',
      models: ['gemini-2.5-pro', 'gemini-2.5-flash'],
      resumeArguments: ['--resume', 'latest'],
      ...agentMemory,
    }),
  },
  {
    id: 'opencode',
    draft: presetDraft.parse({
      name: 'opencode',
      agent: 'opencode',
      command: ['opencode'],
      modelArgument: '--model',
      models: ['anthropic/claude-sonnet-5-5', 'anthropic/claude-opus-5-5', 'openai/gpt-5-codex'],
      resumeArguments: ['--continue'],
      ...agentMemory,
    }),
  },
  {
    id: 'plain-shell',
    draft: presetDraft.parse({ name: 'Plain shell', expectedMemoryBytes: 64 * megabyte }),
  },
];
