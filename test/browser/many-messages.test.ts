import {
  type AttributeValue,
  BatchWriteItemCommand,
  type DynamoDBClient,
  UpdateTableCommand,
} from '@aws-sdk/client-dynamodb';
import { beforeAll, describe, expect, it } from 'vitest';
import type { EventDraft } from '../../shared/contract/draft.ts';
import { toEventItem } from '../../shared/table/event-item.ts';
import { toEventRecord } from '../../shared/table/to-event-record.ts';
import { textMessage } from '../support/drafts.ts';
import {
  addressOf,
  errors,
  newContext,
  open,
  openLink,
  operated,
  origin,
  page,
  useDeployedConsole,
} from './console.ts';

/**
 * A table with 100,000 messages: one conversation of 20,000 and 8,000 of ten, beside templates and quarantined
 * items. They are written to the table, and not sent as callbacks.
 */
const longConversation = { user: '447700900999', messages: 20_000 };
const others = { conversations: 8_000, messages: 10 };
const templates = 500;
const quarantined = 1_000;

const business = '15550100001';
const provider = 'meta';
const newestMs = Date.now() - 60_000;

const served = useDeployedConsole(fillTable);

async function fillTable(): Promise<void> {
  const { aws, output } = operated();
  const table = output('EventsTableName');
  // Nothing of it is to be published, and the engine in memory finds a place in a long stream slowly.
  await aws.dynamodb.send(
    new UpdateTableCommand({
      TableName: table,
      StreamSpecification: { StreamEnabled: false },
    }),
  );
  const write = createBatchWriter(aws.dynamodb, table);
  for (const draft of drafts()) await write.add(draft);
  await write.end();
}

function* drafts(): Generator<EventDraft> {
  for (let each = 0; each < longConversation.messages; each += 1)
    yield message(longConversation.user, `LONG${each}`, newestMs - each * 60_000, 'Long Example');
  for (let of = 0; of < others.conversations; of += 1) {
    const user = String(447_000_000_000 + of);
    for (let each = 0; each < others.messages; each += 1)
      yield message(user, `OF${of}-${each}`, newestMs - of * 1000 - each * 3_600_000, `User ${of}`);
  }
  for (let each = 0; each < templates; each += 1) {
    yield {
      type: 'template.status.updated',
      providerEvent: 'message_template_status_update',
      occurredAt: new Date(newestMs - each * 1000).toISOString(),
      data: { template: { id: `template-${each}`, name: `offer_${each}` }, current: 'APPROVED' },
      item: { each },
    };
  }
  for (let each = 0; each < quarantined; each += 1) {
    yield {
      type: 'callback.quarantined',
      providerEvent: 'messages',
      data: {
        reason: 'invalid_shape',
        path: '$.entry[0]',
        sha256: each.toString(16).padStart(64, '0'),
        sizeBytes: 2,
        payloadKey: `quarantine/meta/${each}`,
      },
    };
  }
}

function message(phone: string, id: string, atMs: number, name: string): EventDraft {
  const draft = textMessage({
    id: `wamid.${id}`,
    text: `Message ${id}`,
    providerEvent: 'messages',
  });
  const { message: text } = draft.data;
  return {
    ...draft,
    occurredAt: new Date(atMs).toISOString(),
    data: { message: { ...text, business: { phone: business }, user: { phone, name } } },
  };
}

/** Writes records as the gateway has them, but that none of them is published again. */
function createBatchWriter(client: DynamoDBClient, table: string) {
  let items: Record<string, AttributeValue>[] = [];
  const writing = new Set<Promise<void>>();
  async function flush(): Promise<void> {
    const requests = items.map((Item) => ({ PutRequest: { Item } }));
    items = [];
    let unprocessed = { [table]: requests };
    while (unprocessed[table]?.length) {
      const { UnprocessedItems = {} } = await client.send(
        new BatchWriteItemCommand({ RequestItems: unprocessed }),
      );
      unprocessed = UnprocessedItems as typeof unprocessed;
    }
  }
  return {
    async add(draft: EventDraft): Promise<void> {
      const receivedAt = draft.occurredAt ?? new Date(newestMs).toISOString();
      const record = toEventRecord(draft, { provider, receivedAt });
      items.push({ ...toEventItem(record, { publish: false }) });
      if (items.length < 25) return;
      if (writing.size >= 4) await Promise.race(writing);
      const written = flush().finally(() => writing.delete(written));
      writing.add(written);
    },
    async end(): Promise<void> {
      if (items.length > 0) await flush();
      await Promise.all(writing);
    },
  };
}

/** What the page has asked for, and how much it got. */
interface Asked {
  readonly path: string;
  readonly bytes: number;
}

function listRequests(): Asked[] {
  const asked: Asked[] = [];
  page.on('response', async (response) => {
    const body = await response.body().catch(() => Buffer.alloc(0));
    asked.push({ path: new URL(response.url()).pathname, bytes: body.length });
  });
  return asked;
}

const ofRoute = (asked: readonly Asked[], name: string) =>
  asked.filter(({ path }) => path.endsWith(`/api/${name}`));

const countNodes = () => page.evaluate(() => document.querySelectorAll('*').length);

/**
 * How many elements a step adds to the page: the work of the browser, which is the same on a busy machine. Time is
 * not.
 */
async function countAdded(step: () => Promise<void>): Promise<number> {
  const observed = await page.evaluateHandle(() => {
    const counts = { added: 0 };
    const count = (node: Node) =>
      node instanceof Element ? 1 + node.querySelectorAll('*').length : 0;
    new MutationObserver((changes) => {
      for (const { addedNodes } of changes)
        for (const node of addedNodes) counts.added += count(node);
    }).observe(document, { childList: true, subtree: true });
    return counts;
  });
  await step();
  return observed.evaluate(({ added }) => added);
}

/** How many times what the first page added a later page may add. */
const maxGrowth = 1.5;

/** A page costs what the first one did, however many were read before. */
function expectNoGrowth([first = 0, ...later]: readonly number[]): void {
  expect(first).toBeGreaterThan(0);
  expect(Math.max(...later)).toBeLessThanOrEqual(maxGrowth * first);
}

/** A list of 500 conversations has 6,500. */
const maxNodes = 8_000;
/** A page of a list or of a conversation has 27,000. */
const maxBytes = 100_000;

beforeAll(async () => {
  await openLink(await newContext(), served.link());
});

describe('100,000 messages', () => {
  it('are read once, and listed in pages', async () => {
    await open('#/conversations');
    await page.getByRole('button', { name: /^Read the whole table/ }).click();
    await page.getByText(/The whole table was read: 101,500 items/).waitFor({ timeout: 300_000 });
    const rows = page.locator('.talk');
    await expect.poll(() => rows.count()).toBe(100);
    const asked = listRequests();
    const added: number[] = [];
    for (const [at, count] of [200, 300, 400, 500, 500].entries()) {
      const last = `User ${(at + 2) * 100 - 2}`;
      added.push(
        await countAdded(async () => {
          await page.getByRole('button', { name: 'Show more' }).click();
          await page.locator('.talk', { hasText: last }).first().waitFor({ state: 'attached' });
          await expect.poll(() => rows.count()).toBe(count);
        }),
      );
    }
    expectNoGrowth(added);
    await expect.poll(() => ofRoute(asked, 'conversations').length).toBe(5);
    for (const { bytes } of asked) expect(bytes).toBeLessThan(maxBytes);
    expect(await countNodes()).toBeLessThan(maxNodes);

    await page.getByLabel('Search conversations').fill('User 7999');
    await page.getByRole('link', { name: /User 7999/ }).waitFor();
    await expect.poll(() => rows.count()).toBe(1);
    expect(errors).toEqual([]);
  });

  it('are paged in a conversation of 20,000, of which the page keeps the last that were looked at', async () => {
    await open('');
    const asked = listRequests();
    await page.goto(`${origin}/${addressOf(`whatsapp#${business}#${longConversation.user}`)}`);
    const bubbles = page.locator('.bubble');
    const pageSize = 40;
    await expect.poll(() => bubbles.count()).toBe(pageSize);
    const pages = 14;
    const added: number[] = [];
    for (let of = 2; of <= pages; of += 1) {
      added.push(
        await countAdded(async () => {
          await page.getByRole('button', { name: 'Show older messages' }).click();
          await expect.poll(() => bubbles.count()).toBe(Math.min(of * pageSize, 400));
          await page
            .getByText(`Message LONG${of * pageSize - 1}`, { exact: true })
            .waitFor({ state: 'attached' });
        }),
      );
    }
    expectNoGrowth(added);
    // One request for each page, and none of them is long.
    await expect.poll(() => ofRoute(asked, 'chat').length).toBe(pages);
    for (const { bytes } of asked) expect(bytes).toBeLessThan(maxBytes);
    expect(await countNodes()).toBeLessThan(maxNodes);

    await page.getByRole('button', { name: 'Back to the newest messages' }).click();
    await page.getByText('Message LONG0', { exact: true }).waitFor();
    await expect.poll(() => bubbles.count()).toBe(pageSize);
    await bubbles.last().getByRole('button').click();
    await page.locator('.records > li').first().waitFor();
    expect(errors).toEqual([]);
  });

  it('leave every other list short', async () => {
    await open('');
    const asked = listRequests();
    await page.getByRole('link', { name: 'Accounts' }).click();
    await expect.poll(() => page.locator('.things .row').count()).toBe(100);
    await page.getByRole('button', { name: 'Next page' }).click();
    await page.locator('.things .row', { hasText: 'offer_150' }).waitFor();
    await expect.poll(() => page.locator('.things .row').count()).toBe(100);

    await page.getByRole('link', { name: 'Quarantine' }).click();
    await page.locator('.group .chip', { hasText: '1,000 items' }).waitFor();
    await expect.poll(() => page.locator('.group .row').count()).toBe(50);
    for (const { bytes } of asked) expect(bytes).toBeLessThan(maxBytes);
    expect(await countNodes()).toBeLessThan(maxNodes);
  });
});
