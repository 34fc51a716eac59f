/** Values that somebody may type or import to break out of where they belong, and what is to come of them. */
export interface HostileValue {
  readonly fields: Readonly<Record<string, unknown>>;
  /** The sentence of the refusal, which names the field; null when the value is harmless and works. */
  readonly refusal: string | null;
}

const refused = (fields: HostileValue['fields'], refusal: string): HostileValue => ({ fields, refusal });
const taken = (fields: HostileValue['fields']): HostileValue => ({ fields, refusal: null });
const noAddress = 'Address must be a host name or an IP address';
const controls = (field: string) => `${field} must not hold control characters`;

/** Every attack tries to make the file `canary` in the folder that the values are made for. */
export function hostileValues(canary: string): readonly HostileValue[] {
  const touch = `$(touch ${canary})`;
  return [
    // Names are only shown.
    refused({ name: '' }, 'Name must not be empty'),
    refused({ name: '   ' }, 'Name must not be empty'),
    refused({ name: 'x'.repeat(81) }, 'Name is longer than 80 characters'),
    refused({ name: 'a\nb' }, controls('Name')),
    refused({ name: 'a\u0000b' }, controls('Name')),
    refused({ name: '\u001b]0;owned\u0007' }, controls('Name')),
    refused({ name: 'abc\u202Efdp.exe' }, controls('Name')),
    refused({ name: 'a\u2028b' }, controls('Name')),
    refused({ name: 'half \ud83d' }, controls('Name')),
    taken({ name: `"; touch ${canary}; "`.slice(0, 80) }),
    taken({ name: '$(id)`id`' }),
    taken({ name: '<script>alert(1)</script>' }),
    taken({ name: '../../../etc/passwd' }),
    taken({ name: '--profile' }),
    taken({ name: 'שלום مرحبا' }),
    taken({ name: '🚢'.repeat(40) }),
    taken({ name: '__proto__' }),
    // Addresses reach the resolver and the log.
    refused({ address: '' }, 'Address must not be empty'),
    refused({ address: '127.0.0.1\nProxyCommand touch x' }, controls('Address')),
    refused({ address: '127.0.0.1\u0000.example' }, controls('Address')),
    refused({ address: '-oProxyCommand=touch' }, 'Address must not begin with "-"'),
    refused({ address: touch }, noAddress),
    refused({ address: `127.0.0.1;touch\${IFS}${canary}` }, noAddress),
    refused({ address: '`id`' }, noAddress),
    refused({ address: '127.0.0.1|id' }, noAddress),
    refused({ address: "127.0.0.1'" }, noAddress),
    refused({ address: 'root@127.0.0.1' }, noAddress),
    refused({ address: 'ssh://127.0.0.1' }, noAddress),
    refused({ address: '*' }, noAddress),
    refused({ address: 'x'.repeat(256) }, 'Address is longer than 255 characters'),
    refused({ address: 'host\u202E' }, controls('Address')),
    taken({ address: '[127.0.0.1]' }),
    taken({ address: '  127.0.0.1  ' }),
    taken({ address: '::ffff:127.0.0.1' }),
    // Ports.
    refused({ port: 0 }, 'Port must be 1 to 65535'),
    refused({ port: 65536 }, 'Port must be 1 to 65535'),
    refused({ port: -22 }, 'Port must be 1 to 65535'),
    refused({ port: 'ssh' }, 'Port must be a number'),
    refused({ port: '22; id' }, 'Port must be a number'),
    refused({ port: 22.5 }, 'Port must be a whole number'),
    refused({ port: null }, 'Port must be 1 to 65535'),
    refused({ portFirst: 9000, portLast: 8000 }, 'Last port must not be below the first port'),
    // Users reach the host as a word of the protocol.
    refused({ user: '' }, 'User must not be empty'),
    refused({ user: '-l' }, 'User must not begin with "-"'),
    refused({ user: 'root\nroot' }, controls('User')),
    refused({ user: touch }, 'User must be a login name'),
    refused({ user: 'root@elsewhere' }, 'User must be a login name'),
    refused({ user: 'u'.repeat(65) }, 'User is longer than 64 characters'),
    taken({ user: `;touch\${IFS}x` }),
    taken({ user: "root'--" }),
    taken({ user: '`id`' }),
    // Paths of this machine.
    refused({ keyPath: '/tmp/key\u0000.pub' }, controls('Key file')),
    refused({ keyPath: `/${'k'.repeat(4096)}` }, 'Key file is longer than 4096 characters'),
    refused({ keyPath: null }, 'Key file must be named when the key method is used'),
    taken({ keyPath: touch }),
    taken({ keyPath: '-oIdentityFile=x' }),
    taken({ keyPath: '~root/../../etc/shadow' }),
    taken({ keyPath: '/dev/zero' }),
    taken({ authMethod: 'agent', agentPath: `/tmp/${touch}` }),
    taken({ authMethod: 'agent', agentPath: '/dev/null' }),
    refused({ agentPath: 'a\nb' }, controls('Agent')),
    // A name in ~/.ssh/config.
    refused({ sshConfigHost: 'a\u0000' }, controls('Name in ~/.ssh/config')),
    taken({ sshConfigHost: `-oProxyCommand=touch ${canary}` }),
    taken({ sshConfigHost: touch }),
    // Folders reach the scripts on the host.
    refused({ repositoryRoots: ['/srv\n/etc'] }, controls('Repository folder')),
    refused({ repositoryRoots: [] }, 'Name at least one repository folder'),
    taken({
      repositoryRoots: [`/${touch}`, `~/\`touch ${canary}\``, `/'; touch ${canary}; '`, '/a b"c', '/srv/../..//etc'],
    }),
    taken({ repositoryRoots: ['-rf', '~root', '../..'] }),
    // Tags and colours are only shown.
    refused({ tags: ['a', 'a'] }, 'A tag is named twice'),
    refused({ tags: ['a\u0007'] }, controls('Tag')),
    taken({ tags: ['<b>', `;touch ${canary}`.slice(0, 30)] }),
  ];
}
