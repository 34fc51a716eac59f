/** Every keyword of OpenSSH's client, so that a mistyped one can be told; those that are used come first. */
const known = new Set(
  `host match include hostname user port identityfile identityagent forwardagent proxyjump proxycommand tag ignoreunknown
  addkeystoagent addressfamily batchmode bindaddress bindinterface canonicaldomains canonicalizefallbacklocal
  canonicalizehostname canonicalizemaxdots canonicalizepermittedcnames casignaturealgorithms certificatefile
  challengeresponseauthentication channeltimeout checkhostip cipher ciphers clearallforwardings compression compressionlevel
  connectionattempts connecttimeout controlmaster controlpath controlpersist dsaauthentication dynamicforward
  enableescapecommandline enablesshkeysign escapechar exitonforwardfailure fingerprinthash forkafterauthentication
  forwardx11 forwardx11timeout forwardx11trusted gatewayports globalknownhostsfile gssapiauthentication
  gssapiclientidentity gssapidelegatecredentials gssapikeyexchange gssapikexalgorithms gssapirenewalforcesrekey
  gssapiserveridentity gssapitrustdns hashknownhosts hostbasedacceptedalgorithms hostbasedauthentication hostbasedkeytypes
  hostkeyalgorithms hostkeyalias identitiesonly identityfile2 ipqos kbdinteractiveauthentication kbdinteractivedevices
  kexalgorithms knownhostscommand localcommand localforward loglevel logverbose macs nohostauthenticationforlocalhost
  numberofpasswordprompts obscurekeystroketiming passwordauthentication permitlocalcommand permitremoteopen pkcs11provider
  preferredauthentications protocol protocolkeepalives proxyusefdpass pubkeyacceptedalgorithms pubkeyacceptedkeytypes
  pubkeyauthentication refuseconnection rekeylimit remotecommand remoteforward requesttty requiredrsasize revokedhostkeys
  rhostsrsaauthentication rsaauthentication securitykeyprovider sendenv serveralivecountmax serveraliveinterval sessiontype
  setenv setuptimeout skeyauthentication smartcarddevice stdinnull streamlocalbindmask streamlocalbindunlink
  stricthostkeychecking syslogfacility tcpkeepalive tisauthentication tunnel tunneldevice updatehostkeys usekeychain
  useprivilegedport userknownhostsfile verifyhostkeydns versionaddendum visualhostkey warnweakcrypto xauthlocation`.split(
    /\s+/,
  ),
);

/** Whether OpenSSH knows a keyword (in lower case). */
export const isKnownKeyword = (keyword: string) => known.has(keyword);

/** Keywords that take exactly one word and are used. */
export const singleWordKeywords: ReadonlySet<string> = new Set([
  'hostname',
  'user',
  'port',
  'identityfile',
  'identityagent',
  'forwardagent',
  'tag',
]);

const isOff = (value: string) => /^(no|none|off|false)$/i.test(value);

/** What people rely on and Berth does otherwise; the value decides whether it is worth a word. */
const notes: Readonly<Record<string, (value: string) => string | null>> = {
  canonicalizehostname: (value) =>
    isOff(value) ? null : 'CanonicalizeHostname is not followed: Berth looks the name up as it stands.',
  certificatefile: (value) => (isOff(value) ? null : 'CertificateFile is passed over: Berth uses plain keys.'),
  forwardagent: (value) =>
    isOff(value)
      ? null
      : 'ForwardAgent stays off until it is turned on where the server is edited, which says what it risks.',
  hostkeyalias: () => 'HostKeyAlias is passed over: Berth checks the key that belongs to the address itself.',
  knownhostscommand: (value) =>
    isOff(value) ? null : 'KnownHostsCommand is not run: Berth runs no program of this file.',
  localcommand: () => 'LocalCommand is not run: Berth runs no program of this file.',
  pkcs11provider: (value) =>
    isOff(value) ? null : 'PKCS11Provider is passed over: Berth loads no program of this file.',
  stricthostkeychecking: (value) =>
    isOff(value) ? 'StrictHostKeyChecking is passed over: Berth always checks the key.' : null,
  userknownhostsfile: () => 'UserKnownHostsFile is passed over: Berth reads ~/.ssh/known_hosts.',
};

/** A sentence about a setting that Berth passes over though somebody may rely on it; else null. */
export function noteAbout(keyword: string, value: string): string | null {
  return Object.hasOwn(notes, keyword) ? (notes[keyword]?.(value) ?? null) : null;
}
