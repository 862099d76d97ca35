/** What a query of one conversation has returned, in the direction of the query. */
export interface Page<Item> {
  readonly items: readonly Item[];
  /** Whether the conversation has more in this direction. */
  readonly hasMore: boolean;
}

/**
 * The first items of several pages, in order. It ends where the next item may be one that a page does not
 * have yet.
 *
 * @param comesBefore whether an item comes before one of another page
 */
export function mergePages<Item>(
  pages: readonly Page<Item>[],
  limit: number,
  comesBefore: (one: Item, other: Item) => boolean,
): Page<Item> {
  const queues = pages.map(({ items, hasMore }) => ({ left: [...items], hasMore }));
  const items: Item[] = [];
  const isUnknown = () => queues.some(({ left, hasMore }) => left.length === 0 && hasMore);
  while (items.length < limit && !isUnknown()) {
    const [first] = queues
      .filter(({ left }) => left.length > 0)
      .sort((one, other) => (isFirst(one.left, other.left, comesBefore) ? -1 : 1));
    const item = first?.left.shift();
    if (item === undefined) return { items, hasMore: false };
    items.push(item);
  }
  return { items, hasMore: queues.some(({ left, hasMore }) => left.length > 0 || hasMore) };
}

function isFirst<Item>(
  [one]: readonly Item[],
  [other]: readonly Item[],
  comesBefore: (one: Item, other: Item) => boolean,
): boolean {
  return one !== undefined && other !== undefined && comesBefore(one, other);
}
