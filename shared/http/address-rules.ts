import type { AgentOptions } from 'node:http';
import { isIP, type LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';

/** All addresses of a host name. Rejects with the resolver's error when the name has none. */
export type ResolveHost = (hostname: string) => Promise<readonly string[]>;

/** Whether a request may be sent, and to which addresses. */
export type Target =
  | { readonly kind: 'allowed'; readonly addresses: readonly string[] }
  | { readonly kind: 'refused' };

export interface AddressRules {
  readonly resolve: ResolveHost;
  /** {@link isPublicAddress} in production. */
  readonly isAllowed: (address: string) => boolean;
  /** Ports that a request may have besides 443 for https and 80 for http. */
  readonly otherPorts?: readonly string[] | undefined;
  /** Origins that may have a private address and any port: only the emulator has them. */
  readonly localOrigins?: readonly string[] | undefined;
}

/** The part of IPv6 that IANA has allocated for global unicast (RFC 4291, §2.4). */
const globalUnicastV6 = ipaddr.parseCIDR('2000::/3');

/**
 * Whether an address is public unicast. Loopback, private, link-local (with every cloud's metadata
 * service), shared (CGNAT), documentation, multicast and reserved addresses are not. Neither is any
 * IPv6 address that wraps an IPv4 address (mapped, NAT64, 6to4, Teredo, ISATAP), even a public one:
 * which host it reaches depends on the network in which the function runs. Addresses with a zone id,
 * and text that is not an address, are not public.
 */
export function isPublicAddress(address: string): boolean {
  if (isIP(address) === 0 || address.includes('%')) return false;
  const parsed = ipaddr.parse(address);
  if (parsed.range() !== 'unicast') return false;
  if (!(parsed instanceof ipaddr.IPv6)) return true;
  return parsed.match(globalUnicastV6) && !isIsatap(parsed);
}

/**
 * ISATAP wraps an IPv4 address in the second half of an address with any prefix: `…:0:5efe:<IPv4>`.
 * Two bits of the group before, universal and group, have no fixed value (RFC 5214, §6.1).
 */
function isIsatap({ parts }: ipaddr.IPv6): boolean {
  const [, , , , flags = 0, mark] = parts;
  return mark === 0x5efe && (flags & ~0x0300) === 0;
}

/**
 * Finds the addresses to which a request for this URL may connect. All of them must be allowed: a
 * name with a public and a private address is refused, because the private one would be reached as
 * soon as the public one fails.
 *
 * Other spellings of an address (`http://0x7f.1`, `http://2130706433`, full-width digits) need no
 * handling here: parsing the URL has made them dotted decimals.
 *
 * @throws the resolver's error
 */
export async function checkTarget(url: URL, rules: AddressRules): Promise<Target> {
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return { kind: 'refused' };
  const isLocal = rules.localOrigins?.includes(url.origin) === true;
  if (!isLocal && !isAllowedPort(url, rules)) return { kind: 'refused' };
  const hostname = url.hostname.replace(/^\[|\]$/g, '');
  const isLiteral = isIP(hostname) !== 0;
  const addresses = isLiteral ? [hostname] : await rules.resolve(hostname);
  const isAllowed = isLocal || addresses.every(rules.isAllowed);
  return isAllowed && addresses.length > 0 ? { kind: 'allowed', addresses } : { kind: 'refused' };
}

/**
 * File servers use the port of the scheme, which `URL` leaves out. Behind another port of a public
 * host is something else: a mail server, a database, an administration page.
 */
function isAllowedPort({ port }: URL, { otherPorts = [] }: AddressRules): boolean {
  return port === '' || otherPorts.includes(port);
}

/**
 * Node gives each address this long before it drops the attempt and tries the next one. Its default
 * of 250 ms is less than a handshake across an ocean takes, so a name with several addresses would
 * never be reached (nodejs/node#54359).
 */
const addressAttemptTimeoutMs = 2_500;

/**
 * Options of an agent that connects only to these addresses. The name is not resolved again, so a resolver
 * that gives another address the second time has no effect. `Host` and the TLS server name stay the URL's.
 */
export function onlyTo(addresses: readonly string[]): AgentOptions {
  return {
    lookup: resolveTo(addresses),
    autoSelectFamilyAttemptTimeout: addressAttemptTimeoutMs,
  };
}

/** A resolver that knows only these addresses. Node does not call it when the host is an address. */
function resolveTo(addresses: readonly string[]): LookupFunction {
  const results = addresses.map((address) => ({ address, family: isIP(address) }));
  return (_hostname, options, callback) => {
    if (options.all) callback(null, results);
    else callback(null, results[0]?.address ?? '', results[0]?.family);
  };
}
