import { userInfo } from 'node:os';

/** Login name of this machine's user; a user id without an account (a container's) has only what its environment says. */
export function loginName(environment: Readonly<Record<string, string | undefined>>): string {
  try {
    return userInfo().username;
  } catch {
    return environment.USER ?? environment.USERNAME ?? environment.LOGNAME ?? 'root';
  }
}
