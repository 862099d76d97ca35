import { hash } from 'node:crypto';
import { type BodyBytes, fromBodyBytes, isBodyBytes, toBodyBytes } from '../body-bytes.ts';
import {
  isJsonArray,
  isJsonObject,
  type JsonValue,
  parseJson,
  parseJsonOrUndefined,
  toWellFormed,
} from '../json.ts';
import type { BodyCodec } from './body-codec.ts';
import { defineProvider } from './define-provider.ts';
import type { SuccessResponse } from './manifest.ts';
import type { NormalizeResult } from './normalize-result.ts';
import type { CallbackRequest, ProviderAdapter } from './provider-adapter.ts';
import { notAnObject } from './read-item.ts';
import type { SignatureScheme } from './signature-scheme.ts';

/** What the owner knows of a provider that Tributary has no adapter for. */
export interface GenericSettings {
  /** First segment of the callback path and end of `source`. */
  readonly id: string;
  /** The name that people read. @default the id */
  readonly name?: string | undefined;
  /**
   * What identifies a callback when it is sent again: a header, or a value in the JSON of its body (JSON
   * Pointer, RFC 6901). Without either, its bytes and the UTC day do.
   */
  readonly idempotency?: { readonly header: string } | { readonly pointer: string } | undefined;
  /** The header with an HMAC of the raw bytes. Absent: the token in the URL and static headers prove. */
  readonly signature?: GenericSignature | undefined;
  /** What the provider expects as a success. @default 200 with an empty body */
  readonly response?: SuccessResponse | undefined;
}

/** An HMAC of the raw bytes, as most platforms sign. */
export interface GenericSignature {
  readonly header: string;
  readonly algorithm: 'hmac-sha1' | 'hmac-sha256' | 'hmac-sha512';
  readonly encoding: 'hex' | 'base64';
  /** What stands before the digits: `sha256=`. */
  readonly prefix: string;
}

/** The only provider event of a generic provider. */
const providerEvent = 'callback';

/**
 * The adapter of a provider that Tributary has no adapter for. It takes any body: each callback becomes one
 * `callback.received`.
 *
 * Its raw JSON is a `ReceivedBody`, from which an adapter that is registered later under the same id reads
 * the bytes again.
 */
export function createGenericProvider(settings: GenericSettings): ProviderAdapter {
  const { id, name = id, signature, response = { status: 200, body: '' } } = settings;
  const manifest = {
    id,
    name,
    documentation: { site: 'docs/generic-provider.md', readOn: '2026-11-28' },
    methods: ['POST', 'PUT'],
    ...(signature && { signature: toScheme(signature) }),
    staticHeaders: true,
    secretFields: {
      headers: 'headers that the provider sends with each callback',
      ...(signature && { signingKeys: 'the key with which the provider signs' }),
    },
    success: response,
    providerEvents: [{ name: providerEvent, events: ['callback.received'] }],
  } as const;
  return defineProvider(manifest, { normalize, codec: createGenericCodec(settings) });
}

/** Whether a provider's callbacks become `callback.received`, since no adapter reads them. */
export function isGeneric({ manifest }: ProviderAdapter): boolean {
  return manifest.providerEvents.some(({ events }) => events.includes('callback.received'));
}

/** How the signature of a generic provider is checked. */
export function toScheme({
  header,
  algorithm,
  encoding,
  prefix,
}: GenericSignature): SignatureScheme {
  const patterns = [`${prefix}{signature}`] as const;
  return { algorithm, encoding, headers: [{ name: header, patterns }], signed: ['body'] };
}

/** The body of a callback that no adapter has read, as JSON. */
export type ReceivedBody = BodyBytes & {
  /** The headers that an adapter needs to decode it. */
  readonly headers: Readonly<Record<string, string>>;
  readonly idempotencyKey?: string;
};

/** @returns `undefined` for JSON that is not a received body */
export function readReceivedBody(json: JsonValue | undefined): ReceivedBody | undefined {
  return isReceivedBody(json) ? json : undefined;
}

function isReceivedBody(value: unknown): value is ReceivedBody {
  return (
    isBodyBytes(value) &&
    'headers' in value &&
    typeof value.headers === 'object' &&
    value.headers !== null
  );
}

const decodingHeaders = ['content-type', 'content-encoding'] as const;

function createGenericCodec({ idempotency }: GenericSettings): BodyCodec {
  return {
    contentType: 'application/json',
    decode(body, headers) {
      const bytes = toBodyBytes(body);
      const key = idempotency && readIdempotencyKey(idempotency, bytes, headers);
      const kept = decodingHeaders.flatMap((name) =>
        headers[name] ? [[name, headers[name]]] : [],
      );
      const json = {
        headers: Object.fromEntries(kept),
        ...(key && { idempotencyKey: key }),
        ...bytes,
      };
      return { json };
    },
    // It decodes every body.
    isCutOff: () => false,
    encode: (json) => json,
  };
}

function readIdempotencyKey(
  idempotency: NonNullable<GenericSettings['idempotency']>,
  bytes: BodyBytes,
  headers: CallbackRequest['headers'],
): string | undefined {
  if ('header' in idempotency) return headers[idempotency.header.toLowerCase()];
  const json = 'text' in bytes ? parseJsonOrUndefined(bytes.text, parseJson) : undefined;
  const value = json === undefined ? undefined : readPointer(json, idempotency.pointer);
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}

/** The value at a JSON Pointer (RFC 6901). */
function readPointer(json: JsonValue, pointer: string): JsonValue | undefined {
  let value: JsonValue | undefined = json;
  for (const step of pointer.split('/').slice(1)) {
    const name = step.replaceAll('~1', '/').replaceAll('~0', '~');
    if (isJsonArray(value)) value = /^(0|[1-9]\d*)$/.test(name) ? value[Number(name)] : undefined;
    else value = isJsonObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
  }
  return value;
}

function normalize(body: JsonValue): readonly NormalizeResult[] {
  const received = readReceivedBody(body);
  if (received === undefined) return [notAnObject];
  const bytes = fromBodyBytes(received);
  return [
    {
      kind: 'event',
      draft: {
        type: 'callback.received',
        providerEvent,
        data: {
          contentType: received.headers['content-type'],
          idempotencyKey: received.idempotencyKey,
          ...toPublishedBody(received),
          sha256: hash('sha256', bytes),
          sizeBytes: bytes.byteLength,
        },
      },
    },
  ];
}

function toPublishedBody(received: ReceivedBody) {
  if (!('text' in received)) return { base64: received.base64 };
  const json = parseJsonOrUndefined(received.text, parseJson);
  const published = json === undefined ? undefined : toPublishedJson(json, maxDepth);
  return published === undefined ? { text: received.text } : { json: published };
}

/** Deeper JSON is published as text, since a subscriber's parser may have a limit. */
const maxDepth = 200;

/** The value with every text in the form that AWS accepts; `undefined` when it is nested too deep. */
function toPublishedJson(value: JsonValue, depth: number): JsonValue | undefined {
  if (typeof value === 'string') return toWellFormed(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth === 0) return undefined;
  const entries: [string, JsonValue][] = [];
  for (const [name, inner] of Object.entries(value)) {
    const published = toPublishedJson(inner, depth - 1);
    if (published === undefined) return undefined;
    entries.push([toWellFormed(name), published]);
  }
  return isJsonArray(value) ? entries.map(([, inner]) => inner) : Object.fromEntries(entries);
}
