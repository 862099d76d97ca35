import { problems } from '../../../functions/callback/responses.ts';
import { loadProvider } from '../../../functions/providers/load-provider.ts';
import { providers } from '../../../functions/providers/registry.ts';
import { generatedNote, toTable } from './markdown.ts';

const adapters = await Promise.all(providers.map(({ id }) => loadProvider(id)));

/** `docs/responses.md`: every answer that a provider can get. */
export function toResponsesPage(): string {
  return [
    '# Answers to callbacks',
    generatedNote,
    'A success means that every event of the callback is stored durably; JSON that is not understood is kept whole and answered with success too, since it is our turn then. Refusals are `application/problem+json` (RFC 9457) with constant text. Our own failure is a 5xx and never a 4xx, because many providers do not send again after a 4xx.',
    toTable(
      ['provider', 'success', 'body'],
      providers.map(({ name, success }) => [
        name,
        String(success.status),
        success.body === '' ? 'empty' : `\`${success.body}\``,
      ]),
    ),
    'Some providers first ask whether the callback URL is ours: a challenge handshake. With the right token they get their challenge back; without it a refusal, as for any callback. Nothing is stored.',
    toTable(
      ['provider', 'handshake', 'success', 'content type', 'body'],
      adapters
        .filter(({ handshake }) => handshake !== undefined)
        .map(({ manifest: { name, methods } }) => [
          name,
          methods.filter((method) => method !== 'POST').join(', '),
          '200',
          '`text/plain`',
          'the challenge, as it came',
        ]),
    ),
    toTable(
      ['status', 'title', 'detail'],
      Object.values(problems).map(({ status, title, detail }) => [String(status), title, detail]),
    ),
    '## Answers that AWS gives itself',
    'These requests never reach Tributary; their bodies are AWS’s own.',
    toTable(
      ['status', 'when'],
      [
        [
          '400, 404, 408, 431',
          'the request is no proper HTTP, has no route, does not come to its end, or has a header of more than 10 KB (API)',
        ],
        ['413', 'the body is larger than 10 MB (API) or 6 MB (function URL)'],
        [
          '429',
          'the throttle of the route or the concurrency of the account is used up: send again',
        ],
        ['500, 502, 503, 504', 'the function could not be run or did not end in time: send again'],
      ],
    ),
  ].join('\n\n');
}
