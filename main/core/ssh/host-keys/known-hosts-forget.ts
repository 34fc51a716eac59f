import type { Failure, Result } from '../../../contract/failure.ts';
import { fail, succeed } from '../../../contract/failure.ts';
import { describeHostKey } from './host-key.ts';
import type { HostKeyLines, KnownHostKey } from './host-key-verdict.ts';
import { isUsable } from './host-key-verdict.ts';
import { removeName } from './known-hosts-edit.ts';
import type { KnownHostsFailure } from './known-hosts-file.ts';
import { readKnownHostsText, replaceKnownHostsText } from './known-hosts-file.ts';

/** A key that a host was known by, and where it was written. */
export interface ForgottenKey {
  readonly file: string;
  readonly lineNumber: number;
  /** `SHA256:…` as `ssh-keygen -lf` prints it. */
  readonly fingerprint: string;
}

/** A failure of `forget`; the kinds are those of `hosts.forgetKey` in the contract. */
export type ForgetFailure = KnownHostsFailure | (Failure & { readonly kind: 'host-key-revoked' });

/**
 * Takes a host's name out of the files that are the user's to change, each kept as `<file>.old`. Nothing is changed when a
 * line that stays would go on contradicting the host: one for several hosts by a pattern, or one of the system's file.
 */
export async function forgetKeys(
  lines: HostKeyLines,
  name: string,
  files: readonly string[],
): Promise<Result<{ removed: ForgottenKey[] }, ForgetFailure>> {
  const ofSystem = lines.atName.find((line) => isUsable(line) && !files.includes(line.file));
  if (ofSystem) return notRemovable(name, ofSystem, 'belongs to the system');
  const texts: { readonly file: string; readonly text: string }[] = [];
  const removed: ForgottenKey[] = [];
  for (const file of files) {
    const before = await readKnownHostsText(file);
    if (!before.ok) return before;
    const edit = removeName(before.value, name);
    const covering = edit.covering.find(isUsable);
    if (covering) return notRemovable(name, { ...covering, file }, 'is for several servers');
    if (edit.removed.length === 0) continue;
    texts.push({ file, text: edit.text });
    for (const { lineNumber, key } of edit.removed) {
      removed.push({ file, lineNumber, fingerprint: describeHostKey(key).fingerprint });
    }
  }
  const revoked = lines.atName.find((line) => line.isRevoked);
  if (removed.length === 0 && revoked) return onlyRevoked(name, revoked);
  for (const { file, text } of texts) {
    const written = await replaceKnownHostsText(file, text, true);
    if (!written.ok) return written;
  }
  return succeed({ removed });
}

function notRemovable(name: string, { file, lineNumber }: KnownHostKey, reason: string) {
  return fail(
    'store-unreadable',
    'host key',
    `The key of ${name} in ${file}:${lineNumber} cannot be forgotten here, because that line ${reason}.`,
    'Change that line yourself, or have it changed, and connect again.',
  );
}

function onlyRevoked(name: string, { file, lineNumber, key }: KnownHostKey) {
  return fail(
    'host-key-revoked',
    'host key',
    `All that is known of ${name} is a key marked as revoked in ${file}:${lineNumber}, and that mark stays.`,
    'Ask whoever runs the server for its new key.',
    { detail: `${describeHostKey(key).type} ${describeHostKey(key).fingerprint}` },
  );
}
