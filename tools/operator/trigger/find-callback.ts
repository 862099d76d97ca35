import { isMessageEvent } from '../../../shared/contract/event-kinds.ts';
import type { MediaItem, TributaryEvent } from '../../../shared/contract/index.ts';
import type { ProviderAdapter } from '../../../shared/provider/provider-adapter.ts';
import type { Gateway } from '../gateway/gateway.ts';
import { readProvider } from '../gateway/read-providers.ts';
import { type Condition, matchesOf } from './conditions.ts';
import { createPathFinder, explainPaths } from './nearest-path.ts';
import { type ProviderCallback, readCallbacks } from './provider-callbacks.ts';

/** A callback with the adapter of its provider. */
export interface FoundCallback {
  readonly adapter: ProviderAdapter;
  readonly callback: ProviderCallback;
}

/** What is wanted of a callback. */
export interface Wanted {
  /** `detail-type` of an event that it has to give. */
  readonly type: string;
  readonly conditions: readonly Condition[];
}

/**
 * The simplest callback that gives such an event: with the fewest events beside it, and with the shortest name. Of a
 * file that can be downloaded only with the provider's access token, which a test gateway seldom has, it takes the
 * callback of another provider, if there is one.
 *
 * @param providers in the order in which they are tried
 */
export async function findCallbackFor(
  { type, conditions }: Wanted,
  providers: readonly string[],
  gateway: Pick<Gateway, 'functionSettings'>,
  now: Date,
): Promise<FoundCallback | undefined> {
  let first: FoundCallback | undefined;
  for (const provider of providers) {
    const adapter = await readProvider(gateway, provider);
    const callbacks = await readCallbacks(adapter, now);
    const [callback] = callbacks
      .filter((each) => matchesOf(each, type, conditions) > 0)
      .sort((one, other) => costOf(one) - costOf(other));
    if (callback === undefined) continue;
    if (!needsToken(callback)) return { adapter, callback };
    first ??= { adapter, callback };
  }
  return first;
}

/**
 * Why no callback gives such an event: a condition names a field that no event of the type has.
 *
 * @returns `undefined` where that is not the reason, or no field has a similar name
 */
export async function explainNotFound(
  { type, conditions }: Wanted,
  providers: readonly string[],
  gateway: Pick<Gateway, 'functionSettings'>,
  now: Date,
): Promise<string | undefined> {
  if (conditions.length === 0) return undefined;
  const finder = createPathFinder();
  for (const provider of providers) {
    for (const { records } of await readCallbacks(await readProvider(gateway, provider), now)) {
      for (const { event } of records) if (event['detail-type'] === type) finder.add(event.detail);
    }
  }
  return explainPaths(finder, conditions);
}

function costOf(callback: ProviderCallback): number {
  const { records, name } = callback;
  const hasFile = records.some(({ event }) => filesOf(event).length > 0);
  return (
    (needsToken(callback) ? 1_000_000 : 0) +
    records.length * 1000 +
    // A text is simpler than a file.
    (hasFile ? 100 : 0) +
    name.length
  );
}

function needsToken({ records }: ProviderCallback): boolean {
  return records.some(({ event }) => filesOf(event).some(({ url }) => url === undefined));
}

function filesOf(event: TributaryEvent): readonly MediaItem[] {
  return isMessageEvent(event) ? event.detail.data.message.media : [];
}

/** A kind of event that can be caused, with the providers of which there is a fixture. */
export interface Triggerable {
  readonly type: string;
  /** The condition that distinguishes it from others of its type; empty where there is none. */
  readonly with: string;
  /** Ids. */
  readonly providers: readonly string[];
  readonly fixtures: number;
}

/** The fields by which events of a type differ most. */
const distinguishing = ['content.kind', 'status', 'aspect', 'current', 'reason', 'change'] as const;

/** Everything that can be caused, by type. */
export async function listTriggerable(
  type: string | undefined,
  providers: readonly string[],
  gateway: Pick<Gateway, 'functionSettings'>,
  now: Date,
): Promise<readonly Triggerable[]> {
  const found = new Map<string, { readonly providers: Set<string>; fixtures: number }>();
  for (const provider of providers) {
    const adapter = await readProvider(gateway, provider);
    for (const { records } of await readCallbacks(adapter, now)) {
      const kinds = new Set(
        records
          .filter(({ event }) => type === undefined || event['detail-type'] === type)
          .map(({ event }) =>
            JSON.stringify([event['detail-type'], conditionOf(event.detail.data)]),
          ),
      );
      for (const kind of kinds) {
        const known = found.get(kind) ?? { providers: new Set<string>(), fixtures: 0 };
        known.providers.add(provider);
        known.fixtures += 1;
        found.set(kind, known);
      }
    }
  }
  return [...found]
    .map(([kind, { providers: ids, fixtures }]) => {
      const [name, condition]: [string, string] = JSON.parse(kind);
      return { type: name, with: condition, fixtures, providers: [...ids] };
    })
    .sort((one, other) => one.type.localeCompare(other.type) || one.with.localeCompare(other.with));
}

function conditionOf(data: object): string {
  for (const path of distinguishing) {
    const value = path
      .split('.')
      .reduce<unknown>(
        (at, name) => (at as Record<string, unknown> | undefined)?.[name],
        'message' in data ? data.message : data,
      );
    if (typeof value === 'string') return `${path}=${value}`;
  }
  return '';
}
