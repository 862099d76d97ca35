import type { EventsTable } from '../aws/dynamodb-events-table.ts';
import type { PayloadBucket } from '../aws/s3-payload-bucket.ts';
import type { MirroredPictures } from '../aws/s3-test-picture.ts';
import type { EventInbox } from './event-inbox.ts';
import type { EndpointPlan, ProviderPlan, Sender } from './plan-callbacks.ts';
import type { Report, Verdict } from './result.ts';
import { type SentCallback, whyUnsigned, withWrongKey, withWrongToken } from './send-callback.ts';
import type { TestCallback } from './test-callbacks.ts';
import { verifyFile } from './verify-file.ts';
import { isPublished, isRefused, isStoredOnce, isSuccess } from './verify-steps.ts';

/** What the steps of a run use. */
export interface Tools {
  readonly report: Report;
  readonly inbox: EventInbox;
  readonly table: Pick<EventsTable, 'read' | 'readPartition'>;
  readonly payloads: Pick<PayloadBucket, 'read'>;
  readonly media: MirroredPictures;
  /** How long to wait for each event and file. */
  readonly timeoutMs: number;
  /** `sendCallback`, when it is its turn. */
  readonly send: (sender: Sender, url: string, callback: TestCallback) => Promise<SentCallback>;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
  readonly now: () => Date;
}

/** Sends everything of a plan, and checks every step on its way. An interruption ends it after the last response. */
export async function verifyProvider(plan: ProviderPlan, tools: Tools): Promise<void> {
  const { manifest } = plan.adapter;
  const [first] = plan.endpoints;
  if (first === undefined) return;
  await Promise.all([
    ...plan.endpoints.map((endpoint) => verifyEndpoint(plan, endpoint, endpoint === first, tools)),
    verifyUnrecognized(plan, first, `${manifest.id} ${first.name}`, tools),
  ]);
}

async function verifyEndpoint(
  plan: ProviderPlan,
  endpoint: EndpointPlan,
  hasPicture: boolean,
  tools: Tools,
): Promise<void> {
  const { name, url, message } = endpoint;
  const { manifest } = plan.adapter;
  const subject = `${manifest.id} ${name}`;
  const { report, now } = tools;
  const unsigned = message && whyUnsigned(plan, url, message, now());
  if (message === undefined || unsigned !== undefined) {
    await report.check(subject, 'message', async () => ({
      state: 'not checked',
      text: unsigned ?? `the adapter of ${manifest.name} has no sample.ts`,
      remedy: 'docs/verify.md#what-it-cannot-check',
    }));
    await verifyConnections(plan, endpoint, subject, tools);
    await verifyRefusals(plan, endpoint, subject, tools);
    return;
  }
  const sent = await send(subject, 'response', { plan, url, callback: message }, tools);
  if (sent !== undefined) {
    await Promise.all([
      verifyStored(plan, endpoint, message, subject, tools),
      report.check(subject, 'event', () => isPublished(message, sent, tools)),
      hasPicture && report.check(subject, 'file', () => verifyFile(plan, message, sent, tools)),
    ]);
  }
  await verifyConnections(plan, endpoint, subject, tools);
  await verifyRefusals(plan, endpoint, subject, tools);
}

/** What a named connection sends is a success. It is the message of the endpoint again, and is stored once. */
async function verifyConnections(
  plan: ProviderPlan,
  { name: endpoint, message }: EndpointPlan,
  subject: string,
  tools: Tools,
): Promise<void> {
  const callback = message ?? plan.unrecognized;
  for (const connection of plan.connections) {
    const url = connection.urls[endpoint];
    if (url === undefined) continue;
    const check = `connection ${connection.name}`;
    const unsigned = callback && whyUnsigned(connection, url, callback, tools.now());
    if (callback === undefined || unsigned !== undefined) {
      await tools.report.check(subject, check, async () => ({
        state: 'not checked',
        text: unsigned ?? `the adapter of ${plan.adapter.manifest.name} has no sample.ts`,
        remedy: 'docs/verify.md#what-it-cannot-check',
      }));
      continue;
    }
    await send(subject, check, { plan: connection, url, callback }, tools, () =>
      isStoredOnce(callback, tools.table),
    );
  }
}

/** A response promises that the record is durable, and a repetition changes nothing. */
async function verifyStored(
  plan: ProviderPlan,
  { url }: EndpointPlan,
  message: TestCallback,
  subject: string,
  tools: Tools,
): Promise<void> {
  await tools.report.check(subject, 'record', async () => isRecorded(message, tools));
  await send(subject, 'duplicate', { plan, url, callback: message }, tools, () =>
    isStoredOnce(message, tools.table),
  );
}

async function isRecorded({ record }: TestCallback, { table }: Tools): Promise<Verdict> {
  const item = await table.read(record.key);
  if (item === undefined) {
    return { state: 'failed', text: 'the response was a success, and the table has no record' };
  }
  const id = item.event?.detail.metadata.id;
  return id === record.event.detail.metadata.id
    ? { state: 'ok', text: 'is in the table when the response arrives' }
    : { state: 'failed', text: `the record has the id ${id}: this CLI has another version` };
}

/** What is not authentic gets 401, and nothing of it is stored. */
async function verifyRefusals(
  plan: ProviderPlan,
  { url, refused }: EndpointPlan,
  subject: string,
  tools: Tools,
): Promise<void> {
  const { report, table } = tools;
  if (refused === undefined) return;
  const attempts: readonly (readonly [string, Sender | undefined, string])[] = [
    ['wrong token', plan, withWrongToken(url)],
    ['wrong signature', withWrongKey(plan), url],
  ];
  for (const [check, sender, target] of attempts) {
    if (sender === undefined) continue;
    await report.check(subject, check, async () => {
      const sent = await tools.send(sender, target, refused);
      return isRefused(sent, refused, table);
    });
  }
}

/** What the adapter does not recognize is a success, and stored in full. */
async function verifyUnrecognized(
  plan: ProviderPlan,
  { url }: EndpointPlan,
  subject: string,
  tools: Tools,
): Promise<void> {
  const { report, payloads, now } = tools;
  const { unrecognized: callback, adapter } = plan;
  const unsigned = callback && whyUnsigned(plan, url, callback, now());
  if (callback === undefined || unsigned !== undefined) {
    const text = unsigned ?? `${adapter.manifest.name} takes any body`;
    await report.check(subject, 'quarantine', async () => ({ state: 'not checked', text }));
    return;
  }
  const sent = await send(subject, 'quarantine', { plan, url, callback }, tools, async () => {
    const recorded = await isRecorded(callback, tools);
    if (recorded.state !== 'ok') return recorded;
    const { payload } = callback.record;
    const stored = payload && (await payloads.read(payload.key));
    return stored === undefined
      ? { state: 'failed', text: 'the payload bucket does not have the body' }
      : { state: 'ok', text: 'the body is in the payload bucket' };
  });
  if (sent === undefined) return;
  await report.check(subject, 'quarantine event', () => isPublished(callback, sent, tools));
}

/**
 * Sends a callback, and checks its response.
 *
 * @param then checks more, once the response is a success
 * @returns `undefined` when a check has failed
 */
async function send(
  subject: string,
  check: string,
  {
    plan,
    url,
    callback,
  }: { readonly plan: Sender; readonly url: string; readonly callback: TestCallback },
  tools: Tools,
  then: (sent: SentCallback) => Promise<Verdict> = async () => ({ state: 'ok', text: '' }),
): Promise<SentCallback | undefined> {
  let sent: SentCallback | undefined;
  const { state } = await tools.report.check(subject, check, async () => {
    const received = await tools.send(plan, url, callback);
    sent = received;
    const { tookMs } = received;
    const response = isSuccess(received, plan.adapter.manifest, new URL(url).host);
    if (response.state !== 'ok') return { tookMs, ...response };
    const more = await then(received);
    return { tookMs, ...more, text: more.text || response.text };
  });
  return state === 'ok' ? sent : undefined;
}
