/** Bytes that are no HTTP request, or one that two servers in a row would read differently. */
export interface MalformedRequest {
  readonly what: string;
  readonly bytes: Uint8Array | string;
  /** It is not certain where its body ends: nobody may take it for a callback. */
  readonly isAmbiguous: boolean;
  /** The sender goes away before it has sent what it has announced. */
  readonly endsEarly: boolean;
}

const json = '{"event":"smuggled"}';

/**
 * Requests to one path. Where one holds a second request, both are to the same path.
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
    'the hello of TLS': Buffer.from('16030100b5010000b10303000102030405060708090a', 'hex'),
    'the preface of HTTP/2': 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
    zeros: Buffer.alloc(10_000),
    'no method': `${path} HTTP/1.1\r\n\r\n`,
    'a method that nobody knows': post(length, json).replace('POST', 'STEAL'),
    'a method in lower case': post(length, json).replace('POST', 'post'),
    'a tunnel': 'CONNECT callbacks.example:443 HTTP/1.1\r\nHost: callbacks.example\r\n\r\n',
    'HTTP/1.0': post(length, json, path, 'HTTP/1.0'),
    'a version of the future': post(length, json, path, 'HTTP/9.9'),
    'an absolute target': post(length, json, `http://169.254.169.254${path}`),
    'an absolute target that ends nowhere': post(length, json, 'http://'),
    'a target that is a star': post(length, json, '*'),
    'a target without a slash': post(length, json, path.slice(1)),
    'a target with a space': post(length, json, `${path} x`),
    'a target of other bytes': Buffer.from(post(length, json, `${path}/\u00ff\u0080`), 'latin1'),
    'a target of 64 KB': post(length, json, `${path}/${'a'.repeat(65_536)}`),
    'a broken escape in the path': post(length, json, `${path}%E0%A4%A`),
    'an escaped slash and zero': post(length, json, `${path}%2f%00%2e%2e`),
    'a broken escape in the query': post(length, json, `${path}?a=%E0%A4%A&%zz=%&%`),
    'a query of 10,000 names': post(length, json, `${path}?${'a&'.repeat(5_000)}`),
    'a query that is named __proto__': post(length, json, `${path}?__proto__=1&constructor=2`),
    'two hosts': withHeader('Host: other.example'),
    'no host': `POST ${path} HTTP/1.1\r\nConnection: close\r\n${length}\r\n${json}`,
    'a header of 64 KB': withHeader(`X-Long: ${'a'.repeat(65_536)}`),
    '5,000 headers': post(`${names}${length}`, json),
    'a header without a name': withHeader(': value'),
    'a header that is named __proto__': withHeader('__proto__: x'),
    'a type of 8 KB': withHeader(`Content-Type: ${'application/'.repeat(700)}`),
    'two types': withHeader('Content-Type: application/json\r\nContent-Type: text/plain'),
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
    'a bare line provider event': `POST ${path} HTTP/1.1\nHost: callbacks.example\nConnection: close\n\n`,
    'a zero in a header': withHeader('X-Zero: a\0b'),
    'a header on two lines': withHeader('X-Folded: a\r\n b'),
    'a space before the colon': withHeader('X-Space : x'),
    'two lengths': post(`${length}Content-Length: 0\r\n`, json),
    'two lengths in one': post(`Content-Length: ${json.length}, 0\r\n`, json),
    'a negative length': post('Content-Length: -1\r\n', json),
    'a length with a sign': post(`Content-Length: +${json.length}\r\n`, json),
    'a length that is no number': post('Content-Length: 0x14\r\n', json),
    'a length beyond every number': post(`Content-Length: ${'9'.repeat(40)}\r\n`, json),
    'a length and chunks': post(`${length}${chunked}`, `${chunk}0\r\n\r\n`),
    'chunks under another name': post('Transfer-Encoding: xchunked\r\n', chunk),
    'chunks, then an encoding': post('Transfer-Encoding: chunked, gzip\r\n', chunk),
    'chunks with a space before the colon': post('Transfer-Encoding : chunked\r\n', chunk),
    'a chunk size that is no number': post(chunked, `zz\r\n${json}\r\n0\r\n\r\n`),
    'a negative chunk size': post(chunked, `-1\r\n${json}\r\n0\r\n\r\n`),
    'a chunk size beyond every number': post(chunked, `${'f'.repeat(40)}\r\n${json}\r\n`),
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
