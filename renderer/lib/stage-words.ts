/** Stages whose names only those know who built them; all others are words already. */
const plainNames: Readonly<Record<string, string>> = {
  tcp: 'network',
  banner: 'SSH greeting',
  auth: 'login',
  session: 'connection',
  script: 'command on the server',
  healthz: 'first answer',
  claim: 'port',
  route: 'address in nginx',
  gate: 'way to this computer',
};

/** The stage of a failure as the user reads it. */
export function stageWords(stage: string): string {
  return plainNames[stage] ?? stage;
}
