/** Bytes that are not an HTTP request, or a request that two servers in a row may parse differently. */
export interface MalformedRequest {
  readonly what: string;
  readonly bytes: Uint8Array | string;
  /** The end of its body is ambiguous: it must never become a callback. */
  readonly isAmbiguous: boolean;
  /** The client closes the connection before it has sent the announced bytes. */
  readonly endsEarly: boolean;
}

const json = '{"event":"smuggled"}';

/**
 * Requests to one path. If one contains a second request, that one has the same path.
 *
 * @param path of a callback URL, with a token or without
 */
export function malformedRequests(path: string): readonly MalformedRequest[] {
  const post = (headers: string, body = '', target = path, version = 'HTTP/1.1') =>
    `POST ${target} ${version}\r\nHost: callbacks.example\r\nConnection: close\r\n${headers}\r\n${body}`;
  const length = `Content-Length: ${json.length}\r\n`;
  const chunked = 'Transfer-Encoding: chunked\r\n';
  const chunk = `${json.length.toString(16)}\r\n${json}\r\n`;
  const withHeader = (header: string) => post(`${header}\r\n${length}`, json);
  const names = Array.from({ length: 5_000 }, (_, index) => `X-${index}: 1\r\n`).join('');
  const odd: Readonly<Record<string, Uint8Array | string>> = {
    'a TLS ClientHello': Buffer.from('16030100b5010000b10303000102030405060708090a', 'hex'),
    'the HTTP/2 preface': 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
    zeros: Buffer.alloc(10_000),
    'no method': `${path} HTTP/1.1\r\n\r\n`,
    'an unknown method': post(length, json).replace('POST', 'STEAL'),
    'a lower-case method': post(length, json).replace('POST', 'post'),
    'a CONNECT request':
      'CONNECT callbacks.example:443 HTTP/1.1\r\nHost: callbacks.example\r\n\r\n',
    'HTTP/1.0': post(length, json, path, 'HTTP/1.0'),
    'an unknown HTTP version': post(length, json, path, 'HTTP/9.9'),
    'an absolute target': post(length, json, `http://169.254.169.254${path}`),
    'an absolute target without a host': post(length, json, 'http://'),
    'an asterisk as the target': post(length, json, '*'),
    'a target without a slash': post(length, json, path.slice(1)),
    'a target with a space': post(length, json, `${path} x`),
    'a target with bytes outside ASCII': Buffer.from(
      post(length, json, `${path}/\u00ff\u0080`),
      'latin1',
    ),
    'a target of 64 KB': post(length, json, `${path}/${'a'.repeat(65_536)}`),
    'an invalid escape in the path': post(length, json, `${path}%E0%A4%A`),
    'an escaped slash and null byte': post(length, json, `${path}%2f%00%2e%2e`),
    'an invalid escape in the query': post(length, json, `${path}?a=%E0%A4%A&%zz=%&%`),
    'a query of 5,000 parameters': post(length, json, `${path}?${'a&'.repeat(5_000)}`),
    'a query parameter named __proto__': post(length, json, `${path}?__proto__=1&constructor=2`),
    'two Host headers': withHeader('Host: other.example'),
    'no Host header': `POST ${path} HTTP/1.1\r\nConnection: close\r\n${length}\r\n${json}`,
    'a header of 64 KB': withHeader(`X-Long: ${'a'.repeat(65_536)}`),
    '5,000 headers': post(`${names}${length}`, json),
    'a header without a name': withHeader(': value'),
    'a header named __proto__': withHeader('__proto__: x'),
    'a Content-Type of 8 KB': withHeader(`Content-Type: ${'application/'.repeat(700)}`),
    'two Content-Type headers': withHeader(
      'Content-Type: application/json\r\nContent-Type: text/plain',
    ),
    'an upgrade to another protocol': withHeader('Upgrade: websocket').replace(
      'close',
      'close, upgrade',
    ),
    'a request in the body of another': post(
      `Content-Length: ${post(length, json).length}\r\n`,
      post(length, json),
    ),
    'a request after the last one': post(length, json) + post(length, json),
    'a request after the last chunk': post(chunked, `${chunk}0\r\n\r\n${post(length, json)}`),
  };
  const ambiguous: Readonly<Record<string, string>> = {
    'a header without a colon': withHeader('no colon here'),
    'a bare carriage return': withHeader('X-Bare: a\rb'),
    'a bare line feed': `POST ${path} HTTP/1.1\nHost: callbacks.example\nConnection: close\n\n`,
    'a null byte in a header': withHeader('X-Zero: a\0b'),
    'a header on two lines': withHeader('X-Folded: a\r\n b'),
    'a space before the colon': withHeader('X-Space : x'),
    'two Content-Length headers': post(`${length}Content-Length: 0\r\n`, json),
    'two values in one Content-Length': post(`Content-Length: ${json.length}, 0\r\n`, json),
    'a negative Content-Length': post('Content-Length: -1\r\n', json),
    'a Content-Length with a sign': post(`Content-Length: +${json.length}\r\n`, json),
    'a hexadecimal Content-Length': post('Content-Length: 0x14\r\n', json),
    'a Content-Length of 40 digits': post(`Content-Length: ${'9'.repeat(40)}\r\n`, json),
    'both Content-Length and chunks': post(`${length}${chunked}`, `${chunk}0\r\n\r\n`),
    'an unknown Transfer-Encoding': post('Transfer-Encoding: xchunked\r\n', chunk),
    'chunked before another encoding': post('Transfer-Encoding: chunked, gzip\r\n', chunk),
    'Transfer-Encoding with a space before the colon': post(
      'Transfer-Encoding : chunked\r\n',
      chunk,
    ),
    'a chunk size that is not a number': post(chunked, `zz\r\n${json}\r\n0\r\n\r\n`),
    'a negative chunk size': post(chunked, `-1\r\n${json}\r\n0\r\n\r\n`),
    'a chunk size of 40 digits': post(chunked, `${'f'.repeat(40)}\r\n${json}\r\n`),
    'a chunk longer than its size': post(chunked, `1\r\n${json}\r\n0\r\n\r\n`),
    'a chunk extension of 64 KB': post(chunked, `1;a=${'a'.repeat(65_536)}\r\n{\r\n0\r\n\r\n`),
  };
  const unfinished: Readonly<Record<string, string>> = {
    'half a request line': `POST ${path}`,
    'half a header': `POST ${path} HTTP/1.1\r\nHost: callbacks.exa`,
    'half a body': post('Content-Length: 1000\r\n', json),
    'chunks that never end': post(chunked, chunk.repeat(100)),
  };
  const list = (requests: Readonly<Record<string, Uint8Array | string>>) =>
    Object.entries(requests).map(([what, bytes]) => ({
      what,
      bytes,
      isAmbiguous: requests !== odd,
      endsEarly: requests === unfinished,
    }));
  return [...list(odd), ...list(ambiguous), ...list(unfinished)];
}
