import { expect, it } from 'vitest';
import type { Result } from '../../../main/contract/failure.ts';
import type { HostSettings } from '../../../main/contract/hosts.ts';
import { succeedWith } from '../../support/app/test-core.ts';
import { askWorkbench } from './support/gate-client.ts';
import { inside } from './support/inside.ts';
import { askPublic, webSocketHeaders } from './support/public-client.ts';
import { expectNothingRuns, profile, setStage, start, stop } from './support/stage.ts';

const stage = setStage();
const site = '/etc/nginx/sites-enabled/default';

/** Every file of the system's nginx: kind, mode, owner, and a sum of its bytes. */
const nginxFiles = () =>
  inside(
    stage.host,
    "cd /etc/nginx; find . -printf '%p %y %m %U %l\\n' | sort; find . -type f -print0 | sort -z | xargs -0 sha256sum",
  );

/** The value of a call that must succeed. */
async function ask<T>(call: Promise<Result<T>>): Promise<T> {
  const result = await call;
  if (!result.ok) throw new Error(`${result.failure.stage}: ${result.failure.message} ${result.failure.detail}`);
  return result.value;
}

const publicAddress = (repository: string) => ask(stage.app.client.instances.publicAddress({ profile, repository }));

const useNginx = (settings: Partial<HostSettings>) =>
  ask(
    stage.app.client.hosts.configure({
      profile,
      settings: { idleMinutes: 30, nginxKind: 'system', nginxSite: null, ...settings },
    }),
  );

/** Starts a repository, which must succeed, and returns what its steps said. */
async function startTitles(repository: string): Promise<string[]> {
  const titles: string[] = [];
  for await (const item of stage.app.client.instances.start({ profile, repository })) {
    if (item.type === 'step') titles.push(item.step.title);
    else expect(item).toMatchObject({ type: 'done', value: { state: 'running' } });
  }
  return titles;
}

/** Signs in at a public address by typing the password, and returns the cookie. */
async function signIn(address: URL, password: string): Promise<string> {
  const answer = await askPublic(stage.host, new URL('login', address), {
    form: { password, base: '.', href: address.href },
  });
  return answer.cookie;
}

it('leads to instances beside the sites of others, and leaves those byte for byte as they were', async () => {
  const { host, app } = stage;
  await inside(
    host,
    `printf '# of somebody\\r\\nserver { listen 80; server_name other.test; return 200 "other\\\\n"; }' >/etc/nginx/conf.d/other.conf; nginx -s reload`,
  );
  const before = await nginxFiles();
  await useNginx({});
  for (const repository of ['harbor-api', 'tide-charts', 'lighthouse-docs']) {
    expect((await startTitles(repository)).join('\n')).toContain('The public address has no TLS');
  }
  const changed = (await nginxFiles()).split('\n').filter((line) => !before.includes(line));
  expect(changed.filter((line) => !line.includes('vscode-projects') && !line.includes('default'))).toEqual([]);
  expect(await inside(host, `grep -c 'include vscode-projects' ${site}`)).toBe('1');
  expect((await askPublic(host, new URL('http://other.test/'))).body).toBe('other\n');
  // The gate goes straight to the claim.
  expect(await askWorkbench(app, 'harbor-api')).toBe(200);

  const { url, password } = await publicAddress('harbor-api');
  const address = new URL(url);
  expect((await askPublic(host, address)).location).toMatch(/\/\?folder=/);
  expect(await signIn(address, 'not-this-one')).toBe('');
  const cookie = await signIn(address, password);
  expect((await askPublic(host, new URL('?ew=true', address), { headers: { cookie } })).body).toContain('workbench');
  const upgrade = (origin: string, key: string) =>
    askPublic(host, address, { headers: webSocketHeaders(origin, key) }).then(({ status }) => status);
  expect(await upgrade(address.origin, cookie)).toBe(101);
  expect(await upgrade('http://elsewhere.test', cookie)).toBe(403);
  expect(await upgrade(address.origin, 'none=1')).not.toBe(101);

  await succeedWith(app.client.instances.suspend({ profile, repository: 'harbor-api' }));
  const page = await askPublic(host, address);
  expect([page.status, page.body]).toEqual([503, expect.stringContaining('harbor-api</bdi> is asleep')]);
  await start(app, 'harbor-api');
  const woken = await publicAddress('harbor-api');
  expect(woken).toEqual({ url, password });

  for (const repository of ['harbor-api', 'tide-charts', 'lighthouse-docs']) await stop(app, repository);
  expect(await nginxFiles()).toBe(before);
  expect((await askPublic(host, address)).body).toBe('sandbox\n');
  await expectNothingRuns(stage);
});

it('names the broken conf of somebody else, and puts its route in once that is mended', async () => {
  const { host, app } = stage;
  const broken = '/etc/nginx/conf.d/broken.conf';
  await inside(host, `printf 'server {\\n  listen 80;\\n  no_such_directive on;\\n}\\n' >${broken}`);
  const before = await nginxFiles();
  const titles = await startTitles('harbor-api');
  expect(titles).toContainEqual(
    expect.stringMatching(
      /^The public address is not there: .*unknown directive "no_such_directive" in .*broken\.conf:3$/,
    ),
  );
  expect(await nginxFiles()).toBe(before);
  expect(await askWorkbench(app, 'harbor-api')).toBe(200);
  const refused = await app.client.instances.publicAddress({ profile, repository: 'harbor-api' });
  expect(refused).toMatchObject({ ok: false, failure: { kind: 'unavailable', stage: 'nginx' } });
  await inside(host, `rm ${broken}`);
  await start(app, 'harbor-api');
  const { url } = await publicAddress('harbor-api');
  expect((await askPublic(host, new URL(url))).status).toBe(302);
  await stop(app, 'harbor-api');
  await expectNothingRuns(stage);
});

it('takes a site with TLS by choice, says https then, and moves everything back to its own nginx', async () => {
  const { host, app } = stage;
  const before = await nginxFiles();
  await inside(
    host,
    `cd /etc/nginx/conf.d
     openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=berth.test -days 2 -keyout ../berth.key -out ../berth.pem 2>/dev/null
     printf 'server { listen 80; server_name berth.test; return 301 https://berth.test; }\\nserver {\\n  listen 443 ssl;\\n  server_name berth.test;\\n  ssl_certificate berth.pem;\\n  ssl_certificate_key berth.key;\\n}\\n' >tls.conf
     nginx -s reload`,
  );
  const withSite = await nginxFiles();
  await useNginx({ nginxSite: '/etc/nginx/conf.d/tls.conf' });
  expect((await startTitles('harbor-api')).join('\n')).not.toContain('TLS');
  const { url, password } = await publicAddress('harbor-api');
  expect(url).toMatch(/^https:\/\/berth\.test\/vscode\//);
  const address = new URL(url);
  const cookie = await signIn(address, password);
  expect((await askPublic(host, address, { headers: webSocketHeaders(address.origin, cookie) })).status).toBe(101);
  await useNginx({ nginxKind: 'own' });
  expect(await nginxFiles()).toBe(withSite);
  expect(await askWorkbench(app, 'harbor-api')).toBe(200);
  const opened = await ask(app.client.instances.open({ profile, repository: 'harbor-api' }));
  expect(opened.isDirect).toBe(false);
  await stop(app, 'harbor-api');
  await inside(host, 'rm /etc/nginx/berth.* /etc/nginx/conf.d/tls.conf; nginx -s reload');
  expect(await nginxFiles()).toBe(before);
  await expectNothingRuns(stage);
});
