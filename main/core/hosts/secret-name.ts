/** Under which name the secret store keeps a profile's password or passphrase. */
export function secretName(profileId: string, secretKind: 'password' | 'passphrase'): string {
  return `${profileId}/${secretKind}`;
}
