import { createHash } from 'node:crypto';
import { slugOf } from '../store/slug.ts';

/**
 * The id of a repository: a readable slug of its folder's name and six hex digits of its path's SHA-256, so that two
 * folders of one name differ and the same folder has the same id on every machine.
 */
export function repositoryId(repositoryPath: string): string {
  const folder = repositoryPath.split('/').findLast((part) => part !== '') ?? '';
  const slug = slugOf(folder, 33) || 'repository';
  return `${slug}-${createHash('sha256').update(repositoryPath).digest('hex').slice(0, 6)}`;
}
