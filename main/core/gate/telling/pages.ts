import { createHash } from 'node:crypto';
import { frameAncestors } from '../carrying/response-headers.ts';
import type { RestingState } from '../gate.ts';

/** A page of the gate's own, with the headers that make it safe. */
export interface GatePage {
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

const escapeHtml = (text: string) =>
  text.replace(/[&<>"']/g, (character) => `&#${String(character.codePointAt(0) ?? 0)};`);

const hashOf = (inline: string) => `'sha256-${createHash('sha256').update(inline).digest('base64')}'`;

const style = `
:root { color-scheme: light dark; }
body { margin: 0; min-height: 100vh; display: grid; place-content: center; font: 15px/1.5 system-ui, sans-serif; text-align: center; }
p { margin: 0.25em 1em; }
.quiet { opacity: 0.65; }`;

function page(title: string, content: string, script: string, frameAncestor: string | null): GatePage {
  const policy = [
    "default-src 'none'",
    "connect-src 'self'",
    `script-src ${hashOf(script)}`,
    `style-src ${hashOf(style)}`,
    "base-uri 'none'",
    "form-action 'none'",
    frameAncestors(frameAncestor),
  ].join('; ');
  return {
    body: `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${escapeHtml(title)}</title><style>${style}</style></head>
<body><main role="status">${content}</main><script>${script}</script></body></html>
`,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': policy,
      'cross-origin-resource-policy': 'same-origin',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    },
  };
}

/**
 * The page behind an entry ticket. A redirect would keep the cross-site mark of the navigation that led here;
 * a page that replaces its own location makes the next request same-origin.
 */
export function entryPage(path: string, openingWords: string, frameAncestor: string | null): GatePage {
  const script = `location.replace(${JSON.stringify(path).replaceAll('<', '\\u003c')});`;
  return page('Opening', `<p>${escapeHtml(openingWords)}</p>`, script, frameAncestor);
}

/**
 * Asks its own address again, ever more slowly up to every 5 s, and reloads once the far end answers: an editor by its page,
 * a forwarded one by anything that is not the gate's own "later".
 */
const reloadWhen = (isAnswered: string) => `
let waitMs = 1000;
async function ask() {
  const answer = await fetch(location.href, { method: 'HEAD', cache: 'no-store', redirect: 'manual' }).catch(() => null);
  if (answer !== null && (${isAnswered})) return location.reload();
  waitMs = Math.min(waitMs * 1.5, 5000);
  setTimeout(ask, waitMs);
}
setTimeout(ask, waitMs);`;

const reloadWhenAnswered = reloadWhen("answer.ok || answer.type === 'opaqueredirect'");

/** Shown in a tab whose host cannot be reached right now; it goes away by itself. */
export function waitingPage(hostName: string, frameAncestor: string | null): GatePage {
  const content = `<p>Waiting for ${escapeHtml(hostName)}</p><p class="quiet">The workspace opens by itself once the link is back.</p>`;
  return page(`Waiting for ${hostName}`, content, reloadWhenAnswered, frameAncestor);
}

/** Shown in a tab whose host is there but whose instance gives no answer. */
export function silentPage(instanceId: string, frameAncestor: string | null): GatePage {
  const content = `<p>${escapeHtml(instanceId)} does not answer</p><p class="quiet">The workspace opens by itself once it runs again.</p>`;
  return page(`${instanceId} does not answer`, content, reloadWhenAnswered, frameAncestor);
}

/** Shown in a tab whose host forbids every connection through its link; no waiting helps, but a change of its settings does. */
export function forbiddenPage(hostName: string, frameAncestor: string | null): GatePage {
  const content = `<p>${escapeHtml(hostName)} does not let its users reach programs on it over SSH</p><p class="quiet">Ask whoever runs it to allow it with AllowTcpForwarding and PermitOpen in its sshd_config, then disconnect and connect again in Berth; the workspace opens here by itself then.</p>`;
  return page(`${hostName} forbids forwarding`, content, reloadWhenAnswered, frameAncestor);
}

const restingTexts: Readonly<Record<RestingState, readonly [what: string, next: string]>> = {
  stopped: ['is stopped', 'Start it in Berth; the workspace opens here by itself then.'],
  suspended: ['is asleep', 'Open it in Berth to wake it; the workspace goes on here by itself then.'],
  crashed: ['crashed', 'Look at its log in Berth and start it again; the workspace opens here by itself then.'],
};

/** Shown in a tab whose instance does not run, and why. */
export function restingPage(instanceId: string, state: RestingState, frameAncestor: string | null): GatePage {
  const [what, next] = restingTexts[state];
  const content = `<p>${escapeHtml(instanceId)} ${what}</p><p class="quiet">${next}</p>`;
  return page(`${instanceId} ${what}`, content, reloadWhenAnswered, frameAncestor);
}

const reloadWhenPortAnswers = reloadWhen('answer.status !== 502 && answer.status !== 503');

/** Why a forwarded port gives no page. */
export type PortObstacle = 'link-down' | 'refused' | 'forbidden' | 'encrypted';

const portTexts: Readonly<Record<PortObstacle, (hostName: string, port: number) => readonly [string, string]>> = {
  'link-down': (hostName) => [`Waiting for ${hostName}`, 'The page opens by itself once the link is back.'],
  refused: (hostName, port) => [
    `Nothing answers on port ${String(port)} of ${hostName}`,
    'Start the program that listens there; the page opens here by itself then.',
  ],
  forbidden: (hostName) => [
    `${hostName} does not let its users reach programs on it over SSH`,
    'Ask whoever runs it to allow it with AllowTcpForwarding and PermitOpen in its sshd_config, then disconnect and connect again in Berth.',
  ],
  encrypted: (_hostName, port) => [
    `Port ${String(port)} speaks HTTPS`,
    'Berth forwards web pages that are served as plain HTTP. Turn TLS off in the program that serves it, or forward the port as TCP and open https://localhost with the port that it gets here.',
  ],
};

/** Shown in the tab of a forwarded page that cannot be had right now. */
export function portPage(
  hostName: string,
  port: number,
  obstacle: PortObstacle,
  frameAncestor: string | null,
): GatePage {
  const [what, next] = portTexts[obstacle](hostName, port);
  const content = `<p>${escapeHtml(what)}</p><p class="quiet">${escapeHtml(next)}</p>`;
  return page(what, content, reloadWhenPortAnswers, frameAncestor);
}
