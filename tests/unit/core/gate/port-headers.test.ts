import { describe, expect, it } from 'vitest';
import { portRequestHeaders, portResponseHeaders } from '../../../../main/core/gate/carrying/port-carrier.ts';

const here = 'http://p-1.berth.localhost:4000';
const origins = { here, port: 5173 };

describe('what a development server is told', () => {
  it('is asked as localhost on its own port, with its own cookies and without the gate’s', () => {
    expect(
      portRequestHeaders(
        {
          host: ['p-1.berth.localhost:4000'],
          origin: [here],
          referer: [`${here}/a?b`],
          cookie: ['berth-gate=secret; csrftoken=1; sid=a=b'],
          'x-forwarded-host': ['evil'],
          x_forwarded_for: ['evil'],
          'content-length': ['5'],
          connection: ['keep-alive, content-length'],
          accept: ['*/*'],
        },
        origins,
      ),
    ).toEqual({
      host: 'localhost:5173',
      origin: 'http://localhost:5173',
      referer: 'http://localhost:5173/a?b',
      cookie: 'csrftoken=1; sid=a=b',
      'content-length': ['5'],
      accept: ['*/*'],
    });
  });

  it('learns of no other page, and gets no cookie where there is only the gate’s', () => {
    const headers = { referer: ['http://berth.localhost:4001/'], cookie: ['berth-gate=secret'] };
    expect(portRequestHeaders(headers, origins)).toEqual({ host: 'localhost:5173' });
    const lookalike = { referer: [`${here}.evil.example/`] };
    expect(portRequestHeaders(lookalike, origins)).not.toHaveProperty('referer');
  });
});

describe('what a forwarded page is told', () => {
  const locationOf = (location: string, port = 5173) =>
    portResponseHeaders({ location: [location] }, { here, port }, null).location;

  it.each([
    ['/login', '/login'],
    ['http://localhost:5173/next?x=1', `${here}/next?x=1`],
    ['http://127.0.0.1:5173', here],
    ['http://[::1]:5173/', `${here}/`],
    ['http://localhost:51730/', 'http://localhost:51730/'],
    ['https://localhost:5173/', 'https://localhost:5173/'],
    ['http://localhost/', 'http://localhost/'],
    ['https://example.com/?to=/', 'https://example.com/?to=/'],
  ])('leads a redirect to %s to %s', (location, expected) => {
    expect(locationOf(location)).toBe(expected);
  });

  it('knows port 80 without its number', () => {
    expect(locationOf('http://localhost/a', 80)).toBe(`${here}/a`);
    expect(locationOf('http://localhost.evil.example/', 80)).toBe('http://localhost.evil.example/');
  });

  it('keeps cookies to its origin, and none takes the place of the gate’s', () => {
    const headers = portResponseHeaders(
      {
        'set-cookie': [
          'sid=1; Path=/; Domain=localhost; HttpOnly',
          ' berth-gate=evil; Path=/',
          'a=b;domain=.berth.localhost',
        ],
      },
      origins,
      null,
    );
    expect(headers['set-cookie']).toEqual(['sid=1; Path=/; HttpOnly', 'a=b']);
    expect(portResponseHeaders({ 'set-cookie': ['berth-gate=x'] }, origins, null)).not.toHaveProperty('set-cookie');
  });

  it('is framed by Berth alone, reads its own server, and reaches nothing beyond its origin', () => {
    const headers = portResponseHeaders(
      {
        'content-security-policy': ["connect-src 'self' ws://localhost:5173; frame-ancestors 'none'"],
        'x-frame-options': ['DENY'],
        'clear-site-data': ['"*"'],
        'strict-transport-security': ['max-age=1; includeSubDomains'],
        'access-control-allow-origin': ['*'],
        etag: ['"1"'],
      },
      origins,
      'http://berth.localhost:4001',
    );
    expect(headers).toEqual({
      etag: ['"1"'],
      'content-security-policy': [
        "connect-src 'self' ws://p-1.berth.localhost:4000",
        "frame-ancestors 'self' http://berth.localhost:4001",
      ],
      'cross-origin-resource-policy': 'same-origin',
    });
  });
});
