import { defineProvider } from '../../shared/provider/define-provider.ts';
import { inboundObject, requiredText, text } from '../../shared/provider/inbound.ts';
import type { Manifest, SuccessResponse } from '../../shared/provider/manifest.ts';
import { normalizeItems, normalizeWith } from '../../shared/provider/normalize-items.ts';
import type { ProviderAdapter } from '../../shared/provider/provider-adapter.ts';
import { toPhoneOrId } from '../../shared/provider/values/phone.ts';
import type { Body } from '../../tools/dev/seam/bodies.ts';
import type { SeamHandshake } from '../../tools/dev/seam/handshakes.ts';
import type { Media } from '../../tools/dev/seam/media.ts';
import type { Proof } from '../../tools/dev/seam/proofs.ts';

/** One of everything that a provider can have. */
export interface Combination {
  readonly body: Body;
  readonly proof: Proof;
  readonly media: Media;
  readonly handshake: SeamHandshake;
  readonly response: SuccessResponse;
}

const message = inboundObject({
  id: requiredText,
  from: requiredText,
  to: requiredText,
  url: text,
  providerMediaId: text,
});

/** The adapter of a provider with this combination. It sends a message with a file. */
export function createProvider(combination: Combination): ProviderAdapter {
  const { body, proof, media, handshake, response } = combination;
  const signature = proof.toScheme(body);
  const manifest = {
    id: 'parrot',
    name: 'Parrot',
    documentation: { site: 'https://docs.parrot.example', readOn: '2026-11-28' },
    methods: ['POST'],
    ...(signature && { signature }),
    ...(media.access && { mediaAccess: media.access }),
    ...(handshake.manifest && { handshake: handshake.manifest }),
    success: response,
    providerEvents: [{ name: 'message', events: ['message.received'] }],
  } as const satisfies Manifest;
  const normalize = normalizeItems(manifest, {
    readItems: body.readItems,
    normalizers: {
      message: normalizeWith(message, ({ id, from, to, ...file }, item) => ({
        kind: 'event',
        draft: {
          type: 'message.received',
          providerEvent: item.providerEvent,
          raw: item.raw,
          data: {
            message: {
              id,
              business: toPhoneOrId(to),
              user: toPhoneOrId(from),
              content: { kind: 'document' },
              media: [{ role: 'content', ...file }],
            },
          },
        },
      })),
    },
  });
  return defineProvider(manifest, {
    normalize,
    codec: body.codec,
    ...(handshake.handshake && { handshake: handshake.handshake }),
  });
}

/** The decoded body of a callback with a message of this id. */
export function toPayload(
  { body, media }: Pick<Combination, 'body' | 'media'>,
  id: string,
): string {
  const item = { event: 'message', id, from: '447700900123', to: '15550100001', ...media.file };
  return JSON.stringify(body.toBody(item));
}
