import { isJsonObject } from '../../shared/json.ts';
import { jsonCodec } from '../../shared/provider/body-codec.ts';
import type { ProviderAdapter } from '../../shared/provider/provider-adapter.ts';
import { invalidShape, unknownProviderEvent } from '../../shared/provider/read-item.ts';
import { verifyToken } from '../../shared/provider/verify-callback.ts';
import { textMessage } from './drafts.ts';

export const validToken = 'a-token-that-nobody-can-guess';

/**
 * An adapter whose callbacks are a list of texts, `{"lines":["Hello"]}`: the least that the pipeline
 * can be tested with, and independent of every real adapter.
 */
export const lineProvider: ProviderAdapter = {
  manifest: {
    id: 'lines',
    name: 'Lines',
    documentation: { site: 'lines.example', readOn: '2026-11-21' },
    methods: ['POST'],
    success: { status: 200, contentType: 'application/json', body: '{"ok":true}' },
    providerEvents: [{ name: 'lines', events: ['message.received'] }],
  },
  verify: verifyToken,
  codec: jsonCodec,
  normalize(body) {
    const lines = isJsonObject(body) ? body.lines : undefined;
    if (!Array.isArray(lines)) return [unknownProviderEvent(undefined, [])];
    return lines.map((line, index) => {
      if (typeof line === 'string') {
        return { kind: 'event', draft: textMessage({ id: `line-${line}`, text: line }) };
      }
      const place = { providerEvent: 'lines', path: ['lines', index], raw: { lines: [line] } };
      return invalidShape(place, [], 'expected text');
    });
  },
};
