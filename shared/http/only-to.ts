import type { AgentOptions } from 'node:http';
import { isIP, type LookupFunction } from 'node:net';

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
