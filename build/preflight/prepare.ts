import { ensureClaudeCode } from '../../tests/support/claude-code/ensure-claude-code.ts';
import { ensureBareFiles } from '../../tests/support/sandbox/bare/ensure-bare.ts';
import { ensureCodeServer } from '../../tests/support/sandbox/code-server/ensure-code-server.ts';
import { describeSkip } from '../../tests/support/sandbox/probe.ts';
import { ensurePackages } from './ensure-packages.ts';
import { type PackageGroup, packageGroups } from './packages.ts';

/** Makes this machine ready for some of the project's work; says what cannot run here and goes on. */
export async function prepare(groups: readonly PackageGroup[], say: (line: string) => void): Promise<void> {
  const stillMissing = await ensurePackages(
    groups.flatMap((group) => packageGroups[group]),
    say,
  );
  if (stillMissing.length > 0 && process.platform === 'linux') say(`Still missing: ${stillMissing.join(' ')}`);
  if (groups.includes('claudeCode')) await installClaudeCode(say);
  if (!groups.includes('sandbox')) return;
  for (const kind of ['box', 'systemdBox'] as const) {
    const skip = await describeSkip(kind);
    if (skip !== null) say(skip);
  }
  const isWithoutHosts = await describeSkip('local');
  if (isWithoutHosts !== null) say(isWithoutHosts);
  else if (groups.includes('codeServer')) await buildCodeServer(say);
  if (groups.includes('bare')) await makeBareFiles(say);
}

/** The one test of it is skipped, and says so, where it cannot be had. */
async function installClaudeCode(say: (line: string) => void): Promise<void> {
  const { skip } = await ensureClaudeCode();
  if (skip !== null) say(skip);
}

async function makeBareFiles(say: (line: string) => void): Promise<void> {
  const skip = await describeSkip('bareBox');
  if (skip !== null) return say(skip);
  try {
    await ensureBareFiles({ isTriedAnew: true });
  } catch (error) {
    say(error instanceof Error ? error.message : String(error));
    say('What needs a host on which nothing is installed will fail; the rest runs.');
  }
}

async function buildCodeServer(say: (line: string) => void): Promise<void> {
  try {
    await ensureCodeServer();
  } catch (error) {
    say(error instanceof Error ? error.message : String(error));
    say('What needs a sandbox host with code-server will fail; the rest runs.');
  }
}
