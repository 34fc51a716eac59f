import type { SandboxHost } from '../../../support/sandbox/sandbox-host.ts';
import { inside, quoted } from './inside.ts';

/** Where a host of tests plays the forge as well: its own sshd and a web server with a login, both with real git behind. */
export interface Forge {
  /** A repository of one commit. */
  readonly ssh: string;
  /** One that comes so slowly that there is time to stop it. */
  readonly slowSsh: string;
  /** The first one behind a login. */
  readonly http: string;
  /** As that, but it leads to another place, which asks for a login too. */
  readonly movedHttp: string;
  /** As that, so slowly that one can look around meanwhile. */
  readonly slowHttp: string;
  readonly user: string;
  readonly token: string;
  /** Lets a public key in. */
  allow(publicKey: string): Promise<void>;
  /** What the place that `movedHttp` leads to was asked, with the logins that it was given. */
  strangersLog(): Promise<string>;
}

const token = 'tok3n-of-the-test';
const root = '/srv/forge';

const serve = `#!/bin/bash
case $SSH_ORIGINAL_COMMAND in
  *large*)
    git shell -c "$SSH_ORIGINAL_COMMAND" | while dd bs=16384 count=1 2>${root}/dd && ! grep -q '^0+0' ${root}/dd; do sleep 0.05; done
    ;;
  *) exec git shell -c "$SSH_ORIGINAL_COMMAND" ;;
esac
`;

const nginx = `pid ${root}/nginx.pid;
error_log ${root}/error.log;
events {}
http {
  log_format asked '$request_uri [$http_authorization]';
  access_log off;
  auth_basic forge;
  auth_basic_user_file ${root}/users;
  server { listen 127.0.0.1:8089; root ${root}/repositories; location /slow/ { alias ${root}/repositories/; limit_rate 900k; }
    location /moved/ { auth_basic off; return 302 http://127.0.0.1:8090$request_uri; } }
  server { listen 127.0.0.1:8090; root ${root}/repositories; access_log ${root}/strangers.log asked; }
}
`;

/** Makes a forge of the host; its user \`dev\` serves. */
export async function makeForge(host: SandboxHost): Promise<Forge> {
  await inside(
    host,
    `export GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@example.invalid GIT_COMMITTER_NAME=a GIT_COMMITTER_EMAIL=a@example.invalid
    mkdir -p ${root}/repositories
    cd ${root}
    for name in small large; do
      git init -q -b main $name
      head -c $([[ $name == large ]] && echo 2000000 || echo 2000) /dev/urandom >$name/file
      git -C $name add file
      git -C $name commit -q -m one
      git clone -q --bare $name repositories/$name.git
      git -C repositories/$name.git update-server-info
    done
    printf %s ${quoted(serve)} >serve
    printf %s ${quoted(nginx)} >nginx.conf
    printf %s ${quoted(`mara:{PLAIN}${token}\n`)} >users
    chmod 755 serve
    chown -R dev .
    nginx -c ${root}/nginx.conf
    ssh-keygen -q -t ed25519 -N '' -f ~/.ssh/id_ed25519`,
  );
  const allow = async (publicKey: string) => {
    const line = `command="${root}/serve",restrict ${publicKey}`;
    await inside(host, `printf '%s\\n' ${quoted(line)} >>/home/dev/.ssh/authorized_keys`);
  };
  await allow(await inside(host, 'cat ~/.ssh/id_ed25519.pub'));
  return {
    ssh: `dev@localhost:${root}/repositories/small.git`,
    slowSsh: `ssh://dev@localhost${root}/repositories/large.git`,
    http: 'http://127.0.0.1:8089/small.git',
    movedHttp: 'http://127.0.0.1:8089/moved/small.git',
    slowHttp: 'http://127.0.0.1:8089/slow/large.git',
    user: 'mara',
    token,
    allow,
    strangersLog: () => inside(host, `cat ${root}/strangers.log`),
  };
}
