import http from 'node:http';
import https from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { MediaDownloadError } from './failure.ts';
import type { FetchLimits } from './limits.ts';

/**
 * Node gives each address this long before it drops the attempt and takes the next one. Its default
 * of 250 ms is less than a handshake across an ocean takes, so that a name with several addresses
 * would never be reached (nodejs/node#54359).
 */
const addressAttemptTimeoutMs = 2_500;

/**
 * Sends one GET, on a connection of its own, and resolves with the response's header. It connects
 * only to the given addresses: the name is not resolved again, so a resolver that answers
 * differently the second time is never asked. `Host` and the TLS server name stay the URL's.
 *
 * No cookie, no credentials but those that are given (those of the URL neither), no referrer. Compression is declined, since
 * the bytes that are stored must be the bytes that the provider hashed.
 *
 * @throws {MediaDownloadError} when a time limit is reached, or the server ends without a response
 * @throws the network's error, or an `AbortError`
 */
export function sendRequest(
  url: URL,
  addresses: readonly string[],
  limits: FetchLimits,
  signal: AbortSignal,
  authorization?: string,
): Promise<http.IncomingMessage> {
  const isTls = url.protocol === 'https:';
  const { request: send, Agent } = isTls ? https : http;
  return new Promise((resolve, reject) => {
    const request = send({
      agent: new Agent({
        lookup: answerWith(addresses),
        autoSelectFamilyAttemptTimeout: addressAttemptTimeoutMs,
      }),
      protocol: url.protocol,
      hostname: url.hostname.replace(/^\[|\]$/g, ''),
      port: url.port,
      path: `${url.pathname}${url.search}`,
      headers: {
        accept: '*/*',
        'accept-encoding': 'identity',
        'user-agent': 'tributary-mirror/1',
        ...(authorization && { authorization }),
      },
      signal,
    });
    const expire = () => request.destroy(new MediaDownloadError({ reason: 'timeout' }));
    let timer = setTimeout(expire, limits.connectTimeoutMs);
    request.once('socket', (socket) => {
      socket.once(isTls ? 'secureConnect' : 'connect', () => {
        clearTimeout(timer);
        timer = setTimeout(expire, limits.responseTimeoutMs);
      });
    });
    request.once('response', (response) => {
      clearTimeout(timer);
      resolve(response);
    });
    // Stays for as long as the request: an error without a listener would end the process.
    request.on('error', (error) => {
      clearTimeout(timer);
      reject(error);
    });
    // Of a server that changes the protocol (101) Node gives neither a response nor an error.
    request.once('close', () => {
      clearTimeout(timer);
      reject(new MediaDownloadError({ reason: 'server_error' }));
    });
    request.end();
  });
}

/** A resolver that knows only these addresses. Node does not ask it when the host is an address. */
function answerWith(addresses: readonly string[]): LookupFunction {
  const responses = addresses.map((address) => ({ address, family: isIP(address) }));
  return (_hostname, options, callback) => {
    if (options.all) callback(null, responses);
    else callback(null, responses[0]?.address ?? '', responses[0]?.family);
  };
}
