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

/** The address of a place: `#/conversations/<key>`. */
export function toHash({ view, open }: Place): string {
  return `#/${view}${open === undefined ? '' : `/${encodeURIComponent(open)}`}`;
}

/** The place of an address; the first view for any other. */
export function toPlace(hash: string): Place {
  const [, name, open] = hash.split('/');
  const view = views.find(({ id }) => id === name)?.id ?? 'live';
  return { view, open: open ? decode(open) : undefined };
}

/** A person may type anything behind the `#`: an invalid percent code is text. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
