import { signal } from '@preact/signals';

/** The views, in the order of the navigation. */
export const views = [
  { id: 'live', name: 'Live' },
  { id: 'conversations', name: 'Conversations' },
  { id: 'callbacks', name: 'Callbacks' },
  { id: 'quarantine', name: 'Quarantine' },
  { id: 'media', name: 'Media' },
  { id: 'accounts', name: 'Accounts' },
  { id: 'providers', name: 'Providers' },
  { id: 'health', name: 'Health' },
] as const;

export type ViewId = (typeof views)[number]['id'];

/** What the address shows: a view, and what is open in it. */
export interface Place {
  readonly view: ViewId;
  readonly open?: string | undefined;
}

/** The address without the origin: `#/conversations/<key>`. */
export const place = signal(readPlace());

export function toHash({ view, open }: Place): string {
  return `#/${view}${open === undefined ? '' : `/${encodeURIComponent(open)}`}`;
}

export function goTo(to: Place): void {
  location.hash = toHash(to);
}

addEventListener('hashchange', () => {
  place.value = readPlace();
});

function readPlace(): Place {
  const [, name, open] = location.hash.split('/');
  const view = views.find(({ id }) => id === name)?.id ?? 'live';
  return { view, open: open ? decodeURIComponent(open) : undefined };
}
