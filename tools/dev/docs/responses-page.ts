import { problems } from '../../../functions/callback/responses.ts';
import { providers } from '../../../functions/providers/registry.ts';
import type { Manifest } from '../../../shared/provider/manifest.ts';
import { generatedNote, toTable } from './markdown.ts';

/** `docs/responses.md`: every response that a provider can receive. */
export function toResponsesPage(): string {
  return [
    '# Responses to callbacks',
    generatedNote,
    'A success means that every event of the callback is stored durably. An authentic callback that is not recognized, or not even in the format of its provider, is a success too: Tributary stores it in full in quarantine, and a retry would not change it. Only a body that ends too early is requested again, because the provider has the rest of it ([ADR 0033](adr/0033-a-body-that-cannot-be-decoded.md)). A refusal is `application/problem+json` (RFC 9457) with constant text. A failure of Tributary is a 5xx and never a 4xx, because many providers do not retry after a 4xx.',
    toTable(
      ['provider', 'success', 'body', 'sends a callback without a success again'],
      providers.map(({ name, success, retries = 'not documented' }) => [
        name,
        String(success.status),
        toBody(success),
        retries,
      ]),
    ),
    'Some providers first verify the callback URL with a handshake. With the right token and, where they have one, the verify token, they receive what they expect; otherwise they are refused like any callback. Nothing is stored.',
    toTable(
      ['provider', 'handshake', 'success', 'content type', 'body'],
      providers.flatMap(({ name, handshake }) =>
        handshake === undefined
          ? []
          : [[name, handshake.method, '200', `\`${handshake.contentType}\``, handshake.body]],
      ),
    ),
    toTable(
      ['status', 'title', 'detail'],
      Object.values(problems).map(({ status, title, detail }) => [String(status), title, detail]),
    ),
    '## Responses of AWS',
    'AWS responds to these requests before they reach Tributary; it also defines the bodies.',
    toTable(
      ['status', 'when'],
      [
        [
          '400, 404, 408, 431',
          'the request is malformed, has no route, is incomplete, or has a header of more than 10 KB (API)',
        ],
        ['413', 'the body is larger than 10 MB (API) or 6 MB (function URL)'],
        [
          '429',
          'the throttle of the route or the concurrency of the account is exhausted: send again',
        ],
        ['500, 502, 503, 504', 'the function could not run or timed out: send again'],
      ],
    ),
  ].join('\n\n');
}

function toBody(success: Manifest['success']): string {
  if (success.body === '') return 'empty';
  const type = 'contentType' in success ? ` (\`${success.contentType}\`)` : '';
  return `\`${success.body}\`${type}`;
}
