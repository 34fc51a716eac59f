import type { IncomingMessage } from 'node:http';
import type { FastifyHelmetOptions } from '@fastify/helmet';
import { pageName } from './check-request.ts';

/** Browsers of today take the page's own WebSocket for 'self'; older ones want it named. */
const ownWebSocket = (request: IncomingMessage) => `ws://${pageName}:${request.socket.localPort}`;

/** What the page may load and who may show it. Editors are frames on the gate's origins, whose port is not known yet. */
export function securityHeaders(): FastifyHelmetOptions {
  return {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        // Mantine sets its variables by style elements.
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        fontSrc: ["'self'"],
        manifestSrc: ["'self'"],
        connectSrc: ["'self'", ownWebSocket],
        frameSrc: [`http://*.${pageName}:*`],
        frameAncestors: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        objectSrc: ["'none'"],
      },
    },
    referrerPolicy: { policy: 'no-referrer' },
    frameguard: { action: 'deny' },
    crossOriginOpenerPolicy: { policy: 'same-origin' },
    crossOriginResourcePolicy: { policy: 'same-origin' },
    // There is no TLS on loopback to insist on.
    hsts: false,
  };
}
