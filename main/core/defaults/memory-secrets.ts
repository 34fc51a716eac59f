import type { SecretStore } from '../ports.ts';

/** Keeps secrets for as long as the process lives, and nowhere else. */
export function memorySecrets(): SecretStore {
  const secrets = new Map<string, string>();
  return {
    read: async (name) => secrets.get(name) ?? null,
    write: async (name, secret) => {
      secrets.set(name, secret);
    },
    remove: async (name) => {
      secrets.delete(name);
    },
  };
}
