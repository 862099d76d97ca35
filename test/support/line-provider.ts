import { isJsonObject } from '../../shared/json.ts';
import type { ProviderAdapter } from '../../shared/provider/provider-adapter.ts';
import { verifyToken } from '../../shared/provider/verify-token.ts';
import { textMessage } from './drafts.ts';

export const validToken = 'a-token-that-nobody-can-guess';

/**
 * A provider whose adapter is a list of texts, `{"lines":["Hello"]}`: the least that the pipeline
 * can be tested with, and independent of every real adapter.
 */
export const lineProvider: ProviderAdapter = {
  manifest: {
    id: 'lines',
    name: 'Lines',
    documentation: { site: 'lines.example', readOn: '2026-11-21' },
    methods: ['POST'],
    proves: [],
    success: { status: 200, contentType: 'application/json', body: '{"ok":true}' },
    providerEvents: [{ name: 'lines', events: ['message.received'] }],
  },
  verify: verifyToken,
  normalize(body) {
    const lines = isJsonObject(body) ? body.lines : undefined;
    if (!Array.isArray(lines)) {
      return [{ understood: false, unrecognized: { reason: 'unknown_provider_event', path: '$' } }];
    }
    return lines.map((line, index) =>
      typeof line === 'string'
        ? { understood: true, draft: textMessage({ id: `line-${line}`, text: line }) }
        : {
            understood: false,
            unrecognized: {
              reason: 'invalid_shape',
              providerEvent: 'lines',
              path: `$.lines[${index}]`,
              problem: 'expected text',
              raw: { lines: [line] },
            },
          },
    );
  },
};
