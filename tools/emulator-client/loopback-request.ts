/** Whether the `Host` of a request is a name of this machine's loopback address. */
export function isLoopbackHost(host: string): boolean {
  return /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/.test(host);
}

/**
 * Why a request is not of this machine although it came over loopback: a tunnel or a proxy that writes
 * `localhost` as the `Host` passed it on. `undefined` when no header says so. A proxy that sends none of these
 * headers is not seen.
 *
 * @param names the names of the request's headers, in lower case
 */
export function findProxyRefusal(names: Iterable<string>): string | undefined {
  for (const name of names) {
    if (proxyHeaders.has(name) || name.startsWith('x-forwarded-'))
      return `this request came through a tunnel or a proxy (it has the header ${name}), which may only pass callbacks on: open the address in a browser on the machine that prints it`;
  }
  return undefined;
}

const proxyHeaders: ReadonlySet<string> = new Set([
  'forwarded',
  'via',
  'cf-connecting-ip',
  'x-real-ip',
]);
