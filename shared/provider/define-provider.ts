import { isJsonObject, type JsonValue } from '../json.ts';
import type { Manifest } from './manifest.ts';
import type { NormalizeResult } from './normalize-result.ts';
import type { BodyItem, CallbackItem, Normalizer } from './normalizer.ts';
import type { ProviderAdapter } from './provider-adapter.ts';
import type { ReadResult } from './read-item.ts';
import { notAnObject, unknownProviderEvent } from './unrecognized.ts';

/** The names of a manifest's provider events. */
type ProviderEventName<M extends Manifest> = M['providerEvents'][number]['name'];

/** What is particular to one provider. */
export interface ProviderDefinition<M extends Manifest, Item extends CallbackItem> {
  readonly manifest: M;
  readonly verify: ProviderAdapter['verify'];
  readonly handshake?: ProviderAdapter['handshake'];
  /** The items of a body, in their order, each with its provider event; at least one. */
  readonly readItems: (body: JsonValue) => readonly ReadResult<Item>[];
  /** What becomes of the items of each provider event: exactly those that the manifest lists. */
  readonly normalizers: Readonly<Record<ProviderEventName<M>, Normalizer<NoInfer<Item>>>>;
  /**
   * What becomes of the items of any other provider event.
   *
   * @default they are unrecognized, and thus quarantined
   */
  readonly normalizeOther?: Normalizer<NoInfer<Item>>;
}

/**
 * The adapter of a provider: splits a body into items and normalizes each by its provider event.
 *
 * The manifest must be `as const satisfies Manifest`: the compiler then refuses normalizers that do
 * not have its names.
 */
export function defineProvider<const M extends Manifest, Item extends CallbackItem>(
  definition: ProviderDefinition<M, Item>,
): ProviderAdapter {
  const { manifest, verify, handshake, readItems, normalizers } = definition;
  const { normalizeOther = rejectItem } = definition;
  const normalizerOf = new Map<string, Normalizer<Item>>(Object.entries(normalizers));
  return {
    manifest,
    verify,
    ...(handshake && { handshake }),
    normalize: (body, context) =>
      readItems(body).flatMap<NormalizeResult>((read) => {
        if (read.kind === 'unrecognized') return read;
        const normalize = normalizerOf.get(read.value.providerEvent) ?? normalizeOther;
        return normalize(read.value, context);
      }),
  };
}

/**
 * The items of a provider that sends one event in a body: the body itself.
 *
 * @param namedBy the field that names the provider event. With several, the first that has a value
 */
export function wholeBody(
  ...namedBy: readonly [string, ...string[]]
): (body: JsonValue) => readonly ReadResult<BodyItem>[] {
  return (body) => {
    if (!isJsonObject(body)) return [notAnObject];
    const field = namedBy.find((name) => body[name]) ?? namedBy[0];
    const providerEvent = body[field];
    return typeof providerEvent === 'string'
      ? [{ kind: 'read', value: { providerEvent, namedAt: [field], path: [], json: body } }]
      : [unknownProviderEvent(providerEvent, [field])];
  };
}

function rejectItem({ providerEvent, namedAt, raw }: CallbackItem): NormalizeResult {
  return unknownProviderEvent(providerEvent, namedAt, raw);
}
