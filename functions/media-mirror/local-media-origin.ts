import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';
import { localMediaOriginKey } from '../../shared/runtime/environment.ts';

/**
 * The origin of the emulator's media server, which the mirror may fetch from although it is
 * no public address. In AWS it is not set.
 *
 * @throws {Error} unless it is one `http://<loopback address>:<port>`: a function that could be
 *   told by its environment to reach into a network must not start
 */
export function readLocalMediaOrigin(
  environment: Readonly<Record<string, string | undefined>>,
): string | undefined {
  const value = environment[localMediaOriginKey];
  if (value === undefined || value === '') return undefined;
  if (!isLoopbackOrigin(value)) {
    throw new Error(`${localMediaOriginKey} must be one origin such as http://127.0.0.1:8787`);
  }
  return value;
}

/**
 * All origins that the mirror may reach although they are no public addresses: the emulator's media
 * server and, beside it, media APIs that are configured on loopback. In AWS there are none, whatever
 * is configured.
 */
export function toLocalOrigins(
  localMediaOrigin: string | undefined,
  baseUrls: readonly string[],
): readonly string[] {
  if (localMediaOrigin === undefined) return [];
  const origins = baseUrls.map((baseUrl) => new URL(baseUrl).origin);
  return [localMediaOrigin, ...origins.filter(isLoopbackOrigin)];
}

function isLoopbackOrigin(value: string): boolean {
  const url = URL.parse(value);
  if (url === null || url.protocol !== 'http:' || url.origin !== value) return false;
  const hostname = url.hostname.replace(/^\[|\]$/g, '');
  return isIP(hostname) !== 0 && ipaddr.parse(hostname).range() === 'loopback';
}
