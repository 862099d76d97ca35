import type { ProviderAdapter } from '../../../shared/provider/provider-adapter.ts';
import { toPhone } from '../../../shared/provider/values/phone.ts';
import { UsageError } from '../../command-line/command-error.ts';
import { OperatorError } from '../operator-error.ts';
import { endsWithPath, leavesOf } from './leaves.ts';
import { type ProviderCallback, withBody } from './provider-callbacks.ts';
import { replaceText } from './renew-payload.ts';

/** A field of `detail`, by the end of its dotted path, and its value. */
export interface Condition {
  readonly path: string;
  readonly value: string;
}

/**
 * Reads `content.kind=image`. The phone number of a field `phone` may be in any spelling, as in all commands.
 *
 * @throws {UsageError} for a text of another form
 */
export function readConditions(
  option: string,
  texts: readonly string[] | undefined,
): readonly Condition[] {
  return (texts ?? []).map((text) => {
    const [, path, value] = /^([\w.-]+)=(.*)$/s.exec(text) ?? [];
    if (path !== undefined && value !== undefined)
      return { path, value: /(^|\.)phone$/.test(path) ? (toPhone(value) ?? value) : value };
    throw new UsageError(`${option} must be a path and a value: content.kind=image`);
  });
}

/** The events of a callback that have this type and meet all conditions. */
export function matchesOf(
  { records }: ProviderCallback,
  type: string,
  conditions: readonly Condition[],
): number {
  return records.filter(
    ({ event }) =>
      event['detail-type'] === type && conditions.every((each) => meets(event.detail, each)),
  ).length;
}

/** Whether some value of a document is at the end of a path. */
export function meets(detail: object, { path, value }: Condition): boolean {
  return leavesOf(detail).some((leaf) => endsWithPath(leaf.path, path) && leaf.value === value);
}

/**
 * Sets a field of the events to another value, by replacing the old value in the body wherever it stands for
 * itself.
 *
 * @throws {OperatorError} when the events do not have the field, or the body has its value in another spelling
 */
export function withValue(
  adapter: ProviderAdapter,
  callback: ProviderCallback,
  { path, value }: Condition,
  now: Date,
): ProviderCallback {
  const leaves = callback.records.flatMap(({ event }) => leavesOf(event.detail));
  const old = leaves.find((leaf) => endsWithPath(leaf.path, path))?.value;
  if (old === undefined) {
    throw new OperatorError(
      `the events of ${callback.name} have no ${path}: choose another fixture with --with`,
    );
  }
  const body = replaceText(callback.fixture.body, old, value);
  const changed = withBody(adapter, callback, body, now);
  if (changed.records.some(({ event }) => meets(event.detail, { path, value }))) return changed;
  throw new OperatorError(
    `${path} of ${callback.name} cannot be set: the callback spells ${old} in another way, or ${value} is not a value of it`,
  );
}
