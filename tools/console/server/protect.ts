import type { MiddlewareHandler } from 'hono';
import { findProxyRefusal, isLoopbackHost } from '../../emulator-client/loopback-request.ts';

/**
 * The console is for the person at this machine, and the page shows what strangers wrote.
 *
 * A web page that its owner visits elsewhere must not reach it: not under a name of that page's domain
 * (the `Host` of a rebound name is not loopback), and not from that page's origin. Nor must anyone reach it
 * through a tunnel that writes `localhost` as the `Host`, if its headers say so. What strangers wrote
 * must not run: the page loads scripts of its own only, and nothing from elsewhere.
 */
export const protect: MiddlewareHandler = async (context, next) => {
  const { method, raw } = context.req;
  const refusal = findRefusal(method, raw.headers);
  if (refusal === undefined) await next();
  else context.res = context.text(refusal, 403);
  for (const [name, value] of Object.entries(pageHeaders)) {
    // A file has a stricter policy of its own.
    if (!context.res.headers.has(name)) context.res.headers.set(name, value);
  }
};

const pageHeaders = {
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "media-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; '),
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'cache-control': 'no-store',
};

/** Why a request is refused; `undefined` when it may come from the console's own page. */
export function findRefusal(method: string, headers: Headers): string | undefined {
  const host = headers.get('host') ?? '';
  if (!isLoopbackHost(host)) return 'open the console by the address that npm start prints';
  const proxied = findProxyRefusal(headers.keys());
  if (proxied !== undefined) return proxied;
  const origin = headers.get('origin');
  if (origin !== null && origin !== `http://${host}`) return 'this origin may not use the console';
  const isRead = method === 'GET' || method === 'HEAD';
  if (!isRead && origin === null) return 'only the console itself may change anything';
  // A link on another site may open the page, which shows that site nothing.
  const isNavigation = headers.get('sec-fetch-mode') === 'navigate' && isRead;
  const site = headers.get('sec-fetch-site') ?? 'none';
  if (!isNavigation && site !== 'same-origin' && site !== 'none') {
    return 'this site may not use the console';
  }
  return undefined;
}
