import { signal } from '@preact/signals';
import type { ArrivedEvent, EventsPage } from '../../api.ts';
import { routes } from '../../routes.ts';
import { ask, follow } from '../request.ts';

/** The newest events, the newest first. */
export const arrived = signal<readonly ArrivedEvent[]>([]);

/** Whether the first events have been read. */
export const isLoaded = signal(false);

/** Older ones leave the page: it stays fast, however many arrive. */
const maxEvents = 1000;

let isFollowing = false;

/** Follows the events from the first view on, for as long as the page is open. */
export function followEvents(): void {
  if (isFollowing) return;
  isFollowing = true;
  let since: number | undefined;
  void follow(async (signal) => {
    const wait = since === undefined ? 0 : 25_000;
    const page = await ask<EventsPage>(routes.events, { since, wait }, { signal });
    since = page.last;
    isLoaded.value = true;
    if (page.events.length === 0) return;
    arrived.value = [...page.events.toReversed(), ...arrived.value].slice(0, maxEvents);
  }, new AbortController().signal);
}
