import { explainError } from '../../operator/explain-error.ts';
import type { Stores } from '../../operator/gateway/open-stores.ts';
import { openRecordSource } from '../../operator/record-source/open-record-source.ts';
import { describeCost, estimateScan } from '../../operator/scan-cost.ts';
import type { Reading } from '../api.ts';
import type { Catalogue } from './catalogue.ts';

/** Reads the whole table into the catalogue, once a person has agreed to what that costs. */
export interface TableReading {
  state(): Promise<Reading>;
  /** Begins to read, unless that is going on. */
  start(): void;
}

/** @param signal ends the reading after its page: the console ends */
export function createTableReading(
  stores: Stores,
  catalogue: Catalogue,
  now: () => Date,
  signal?: AbortSignal,
): TableReading {
  let state: Reading['state'] = 'unread';
  let items = 0;
  let problem: string | undefined;
  let cost: Promise<string> | undefined;

  async function readCost(): Promise<string> {
    return describeCost(estimateScan(await stores.table.size()));
  }

  async function read(): Promise<void> {
    const output = {
      print: () => {},
      list: () => {},
      line: () => {},
      progress: () => {},
      entry: () => {},
      document: () => {},
    };
    const source = await openRecordSource({ 'accept-cost': true }, stores, { output, now });
    await source.read(async (page) => {
      signal?.throwIfAborted();
      items += page.length;
      for (const { key, event } of page) {
        if (event === undefined) continue;
        catalogue.add(event);
        catalogue.locate(event.detail.metadata.id, key.pk);
      }
      // A long table must not keep the page waiting.
      await new Promise((resolve) => setImmediate(resolve));
    });
  }

  return {
    async state() {
      cost ??= readCost();
      const known = await cost.catch((error: unknown) => {
        cost = undefined;
        return explainError(error) ?? 'its size is not known';
      });
      return { state, items, cost: known, problem };
    },
    start() {
      if (state === 'reading') return;
      state = 'reading';
      items = 0;
      problem = undefined;
      read().then(
        () => {
          state = 'read';
        },
        (error: unknown) => {
          state = 'failed';
          problem = explainError(error) ?? String(error);
        },
      );
    },
  };
}
