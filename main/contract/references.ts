import { z } from 'zod';

/** A profile by its id or its name. */
export const profileReference = z.string().min(1).max(80);

/** A repository by its id, its name or its absolute path on the host. */
export const repositoryReference = z.string().min(1).max(4096);

/** The slug Berth computes for a repository; the only form of a name that reaches a path, a conf or a URL. */
export const instanceId = z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/);

/** Input of every method that is about one host. */
export const onHost = z.object({ profile: profileReference });

/** Input of every method that is about one repository of a host. */
export const onRepository = onHost.extend({ repository: repositoryReference });
