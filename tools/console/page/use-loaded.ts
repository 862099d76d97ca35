import { type Signal, useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { now } from './clock.ts';
import { ask } from './request.ts';

/** What the server has returned, or why it has not. */
export interface Loaded<Value> {
  readonly value?: Value;
  readonly problem?: string;
}

/**
 * Asks the server when a view is shown, and again when a query changes.
 *
 * @param version asks again when it changes
 */
export function useLoaded<Value>(
  route: string,
  query: Readonly<Record<string, string>> = {},
  version = 0,
): Signal<Loaded<Value>> {
  const loaded = useSignal<Loaded<Value>>({});
  const asked = JSON.stringify(query);
  useEffect(() => {
    let isCurrent = true;
    const show = (found: Loaded<Value>) => {
      if (isCurrent) loaded.value = found;
    };
    ask<Value>(route, JSON.parse(asked)).then(
      (value) => show({ value }),
      (error: Error) => show({ problem: error.message }),
    );
    return () => {
      isCurrent = false;
    };
  }, [route, asked, version]);
  return loaded;
}

const dayMs = 86_400_000;

/** The first of the last `days` days, as commands take it. */
export function daysAgo(days: number): string {
  return new Date(now().getTime() - days * dayMs).toISOString().slice(0, 10);
}
