import { isIP } from 'node:net';

/** Why events may not be posted to an address; `undefined` when they may. Its name is resolved later. */
export function findUrlProblem(text: string): string | undefined {
  const url = URL.parse(text);
  if (url === null) return 'it is not a URL';
  if (url.username !== '' || url.password !== '') {
    return 'it has a user name or a password: what proves who sends is the signature';
  }
  if (isLoopbackUrl(url)) return undefined;
  if (url.protocol !== 'https:') return 'it does not begin with https://';
  return url.port === '' ? undefined : `its port is ${url.port}: only 443 is allowed`;
}

/**
 * Whether a URL names this machine, over plain HTTP. Only the emulator lets a function post there, so that a
 * receiver can be developed without a certificate.
 */
export function isLoopbackUrl({ protocol, hostname }: URL): boolean {
  if (protocol !== 'http:') return false;
  const host = hostname.replace(/^\[|\]$/g, '');
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}
