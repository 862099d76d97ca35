import { mergePages, type Page } from './merge-pages.ts';
import type { ReadableItem, TableQueries } from './table-queries.ts';

/**
 * A page of items that are spread over several partitions: from a sort key on, without the item there, in the
 * order of DynamoDB's sort keys.
 */
export async function queryShards(
  queries: TableQueries,
  partitions: readonly string[],
  part: { readonly limit: number; readonly after: string | undefined },
): Promise<Page<ReadableItem>> {
  const pages = await Promise.all(partitions.map((pk) => queries.queryPage({ pk, ...part })));
  return mergePages(
    pages,
    part.limit,
    (one, other) => Buffer.compare(Buffer.from(one.key.sk), Buffer.from(other.key.sk)) < 0,
  );
}
