import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import type { Access } from './access.ts';
import { checkRequestHead, pageName } from './check-request.ts';
import { enteredPage, refusalPage } from './pages.ts';

const header = (value: string | string[] | undefined) => (Array.isArray(value) ? value.join(', ') : value);

/**
 * Cookies know no ports, so two web shells on one machine need two names. The prefix keeps the pages of editors, whose
 * names are below ours, from setting a cookie of the same name for us.
 */
const cookieName = (port: number) => `__Host-berth-${port}`;

function refuse(reply: FastifyReply) {
  return reply.code(403).header('cache-control', 'no-store').type('text/html').send(refusalPage);
}

/** Answers the address that was printed: sets the session's cookie and goes to `/`, where the token is out of sight. */
function enter(request: FastifyRequest, reply: FastifyReply, session: string, port: number) {
  reply
    .header('cache-control', 'no-store')
    .setCookie(cookieName(port), session, { path: '/', httpOnly: true, sameSite: 'strict', secure: true });
  const isOwnNavigation = ['same-origin', 'none', undefined].includes(header(request.headers['sec-fetch-site']));
  return isOwnNavigation ? reply.redirect('/', 303) : reply.type('text/html').send(enteredPage);
}

/** Lets through only what has the right name, the right origin and a session; everything else ends here. */
export function guardRequests(app: FastifyInstance, access: Access, logger: Logger): void {
  app.addHook('onRequest', async (request, reply) => {
    const { headers, method } = request;
    const port = request.socket.localPort ?? 0;
    const verdict = checkRequestHead(
      {
        method,
        host: headers.host,
        origin: headers.origin,
        fetchSite: header(headers['sec-fetch-site']),
        fetchMode: header(headers['sec-fetch-mode']),
        isUpgrade: request.ws,
      },
      port,
    );
    // An absolute form, or a path that begins like a host name, is no request of a browser's page.
    if (!/^\/(?!\/)/.test(request.url)) return refuse(reply);
    if (verdict === 'other-name') return reply.redirect(`http://${pageName}:${port}${request.url}`, 302);
    const { pathname, searchParams } = new URL(request.url, 'http://127.0.0.1');
    const isIn = access.hasSession(request.cookies[cookieName(port)] ?? '');
    const token = method === 'GET' && pathname === '/' && !request.ws ? searchParams.get('token') : null;
    if (verdict === 'pass' && token !== null) {
      const session = access.enter(token);
      if (session !== null) return enter(request, reply, session, port);
      if (isIn) return reply.redirect('/', 303);
    } else if (verdict === 'pass' && isIn) {
      return;
    }
    logger.warn({ method, host: headers.host, origin: headers.origin, isUpgrade: request.ws }, 'a request was refused');
    return refuse(reply);
  });
}
