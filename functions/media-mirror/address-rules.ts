import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/** All addresses of a host name. Rejects with the resolver's error when there are none. */
export type ResolveHost = (hostname: string) => Promise<readonly string[]>;

/** Where a request may go: the addresses that were checked, or nowhere. */
export type Target =
  | { readonly kind: 'allowed'; readonly addresses: readonly string[] }
  | { readonly kind: 'refused' };

export interface AddressRules {
  readonly resolve: ResolveHost;
  /** {@link isPublicAddress} in production. */
  readonly isAllowed: (address: string) => boolean;
  /** Origins that need no public address; only the emulator has some. */
  readonly localOrigins?: readonly string[] | undefined;
}

/** Global unicast as far as IANA has allocated it (RFC 4291, §2.4); all else is no place to go. */
const globalUnicastV6 = ipaddr.parseCIDR('2000::/3');

/**
 * Whether an address is public unicast. Not public are loopback, private, link-local (with every
 * cloud's metadata service), shared (CGNAT), documentation, multicast and reserved addresses, and
 * every form of IPv6 that wraps an IPv4 address (mapped, NAT64, 6to4, Teredo), even around a public
 * one: what it reaches depends on the network that we run in. An address with a zone id is never
 * public, and text that is no address is not either.
 */
export function isPublicAddress(address: string): boolean {
  if (isIP(address) === 0 || address.includes('%')) return false;
  const parsed = ipaddr.parse(address);
  if (parsed.range() !== 'unicast') return false;
  return parsed.kind() === 'ipv4' || parsed.match(globalUnicastV6);
}

/**
 * Finds the addresses that a request to this URL may connect to. They must all be allowed: a name
 * that has one public and one private address is refused, or the private one would be reached as
 * soon as the public one does not answer.
 *
 * Other spellings of an address (`http://0x7f.1`, `http://2130706433`, full-width digits) need no
 * care here: parsing the URL has made them dotted decimals.
 *
 * @throws the resolver's error
 */
export async function checkTarget(url: URL, rules: AddressRules): Promise<Target> {
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return { kind: 'refused' };
  const hostname = url.hostname.replace(/^\[|\]$/g, '');
  const isLiteral = isIP(hostname) !== 0;
  const addresses = isLiteral ? [hostname] : await rules.resolve(hostname);
  const isLocal = rules.localOrigins?.includes(url.origin) === true;
  const isAllowed = isLocal || addresses.every(rules.isAllowed);
  return isAllowed && addresses.length > 0 ? { kind: 'allowed', addresses } : { kind: 'refused' };
}
