import type { SecretStore } from '../../../main/core/ports.ts';

/** A keychain that lives as long as the test, and what it holds. */
export function memoryKeychain(): SecretStore & { readonly secrets: Map<string, string> } {
  const secrets = new Map<string, string>();
  return {
    secrets,
    isAvailable: async () => true,
    read: async (name) => secrets.get(name) ?? null,
    write: async (name, secret) => {
      secrets.set(name, secret);
      return true;
    },
    remove: async (name) => {
      secrets.delete(name);
    },
    count: async () => secrets.size,
    removeAll: async () => secrets.clear(),
  };
}
