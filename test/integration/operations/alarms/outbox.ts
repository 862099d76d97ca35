import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { DeleteObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import { expect } from 'vitest';
import type { TributaryEvent } from '../../../../shared/contract/index.ts';
import { readLocalPublisher } from '../../../../tools/operator/doctor/local-publisher.ts';
import { readResources } from '../../../../tools/operator/gateway/gateway.ts';
import { eventually } from '../../../support/eventually.ts';
import type { OperatedGateway } from '../operated-gateway.ts';
import { textMessage } from '../text-message.ts';
import { findingOf, type Scenarios } from './scenario.ts';

const twentyMinutesMs = 20 * 60 * 1000;

const contains = (id: string) => (event: TributaryEvent) => JSON.stringify(event).includes(id);

/** The iterator age that Lambda would report for the publisher after this time. */
async function iteratorAge(gateway: OperatedGateway, aheadMs: number): Promise<number> {
  const resources = readResources(gateway.outputs);
  const now = new Date(Date.now() + aheadMs);
  const { lagMs } = await readLocalPublisher(
    gateway.origin,
    { clients: gateway.aws, resources },
    now,
  );
  return lagMs;
}

export const outboxScenarios: Scenarios = {
  /** The publisher's role loses a permission, so that every batch with an alias fails. */
  'publisher-behind': async ({ gateway, breakTable, cloudWatch, follow }) => {
    const calls = { caller: 'Publisher', operation: 'BatchExecuteStatement' };
    const fault = breakTable(calls, 'AccessDeniedException');
    await gateway.send('incs/message_created.101-text-inbound');
    await gateway.post('incs', textMessage('wamid.waits'));
    await eventually(() => expect(fault.hits()).toBeGreaterThan(0));
    const age = { IteratorAge: await iteratorAge(gateway, twentyMinutesMs) };
    expect(cloudWatch.isRaised('publisher-behind', age)).toBe(true);
    await eventually(() => {
      expect(cloudWatch.hasLine({ cause: 'AccessDeniedException' })).toBe(true);
    });
    const failing = await follow('doctor', {}, twentyMinutesMs);
    expect(findingOf(failing, 'publisher')).toMatchObject({
      state: 'failed',
      remedy: 'docs/operations.md#publisher-behind',
    });

    fault.repair();
    await gateway.event(contains('wamid.waits'));
    // The files of earlier entries may still be mirrored, which stores event records.
    await eventually(async () => {
      expect(await iteratorAge(gateway, twentyMinutesMs)).toBe(0);
      const repaired = await follow('doctor', {}, twentyMinutesMs);
      expect(findingOf(repaired, 'publisher')?.state).toBe('ok');
    });
  },

  /** The publisher's role may no longer read the stream, so that Lambda does not invoke it. */
  'publisher-stopped': async ({ gateway, breakTable, cloudWatch, follow }) => {
    const beganAt = new Date().toISOString();
    const calls = { caller: 'Publisher', operation: 'GetRecords' };
    const fault = breakTable(calls, 'AccessDeniedException');
    await eventually(() => expect(fault.hits()).toBeGreaterThan(0));
    cloudWatch.startPeriod();
    await gateway.post('incs', textMessage('wamid.stopped'));
    await eventually(() => expect(cloudWatch.isRaised('publisher-stopped')).toBe(true));
    expect(cloudWatch.isRaised('publisher-stopped-over-hours')).toBe(true);
    expect(cloudWatch.isRaised('publisher-behind')).toBe(false);
    const failing = await follow('doctor', {}, twentyMinutesMs);
    expect(findingOf(failing, 'publisher')?.state).toBe('failed');
    expect(findingOf(failing, 'stream of the table')?.state).toBe('ok');

    fault.repair();
    await gateway.event(contains('wamid.stopped'));
    await eventually(() => expect(cloudWatch.isRaised('publisher-stopped')).toBe(false));
    const repaired = await follow('doctor', {}, twentyMinutesMs);
    expect(findingOf(repaired, 'publisher')?.state).toBe('ok');

    const range = { '2026-11-20': beganAt, '2026-11-21': new Date().toISOString() };
    const replayed = await follow('replay', range);
    expect(replayed).toMatchObject({ code: 0, results: [{ dryRun: false, records: 1 }] });
    await gateway.event(
      (event) => contains('wamid.stopped')(event) && event.detail.metadata.replayed === true,
    );
    const fetched = await follow('media retry', range);
    expect(fetched).toMatchObject({ code: 0, results: [{ dryRun: false, files: 0 }] });
  },

  /** Lambda may not write to the payload bucket. A replay finds the event records in the table. */
  'event-dead-letters-not-stored': async ({ gateway, cloudWatch, follow }) => {
    const isRaised = (DestinationDeliveryFailures: number) =>
      cloudWatch.isRaised('event-dead-letters-not-stored', { DestinationDeliveryFailures });
    expect(isRaised(0)).toBe(false);
    expect(isRaised(1)).toBe(true);
    expect(findingOf(await follow('doctor'), 'publisher')).toBeDefined();
    expect(await gateway.post('incs', textMessage('wamid.lost'))).toBe(200);
    const dayMs = 24 * 60 * 60 * 1000;
    const { code, results } = await follow('replay', {
      '2026-11-20': new Date().toISOString().slice(0, 10),
      '2026-11-21': new Date(Date.now() + dayMs).toISOString().slice(0, 10),
    });
    expect(code).toBe(0);
    expect(results).toMatchObject([{ dryRun: true, records: expect.any(Number) }]);
    expect(results[0]?.records).toBeGreaterThan(0);
  },

  /** An operator writes an item that is not an event to the table. */
  'event-dead-letters': async ({ gateway, cloudWatch, follow }) => {
    await gateway.aws.dynamodb.send(
      new PutItemCommand({
        TableName: gateway.output('EventsTableName'),
        Item: {
          pk: { S: 'by hand' },
          sk: { S: 'message' },
          detail: { S: '{' },
          publish: { N: '1' },
        },
      }),
    );
    await eventually(() => expect(cloudWatch.isRaised('event-dead-letters')).toBe(true));
    const listed = await follow('dead-letters list');
    expect(listed.results).toMatchObject([{ kind: 'media' }, { kind: 'events' }]);
    const failing = await gateway.tributary('doctor');
    expect(findingOf(failing, 'event dead letters')?.state).toBe('failed');
    expect(failing.code).toBe(1);
    const redriven = await follow('dead-letters redrive');
    expect(redriven).toMatchObject({ code: 1, results: [{ outcome: 'rejected' }] });

    const Bucket = gateway.output('PayloadBucketName');
    const { Contents = [] } = await gateway.aws.s3.send(
      new ListObjectsV2Command({ Bucket, Prefix: 'dead-letters/' }),
    );
    for (const { Key } of Contents) {
      await gateway.aws.s3.send(new DeleteObjectCommand({ Bucket, Key }));
    }
    expect((await follow('dead-letters list')).results).toHaveLength(1);
  },

  /** A conversation has more events than a partition accepts. */
  'table-throttled': async ({ gateway, breakTable, cloudWatch, follow }) => {
    const fault = breakTable({ caller: 'Incs', operation: 'PutItem' }, 'ThrottlingException');
    for (let call = 0; fault.hits() < 10; call += 1) {
      const message = textMessage(`wamid.throttled-before-${call}`);
      expect(await gateway.post('incs', message)).toBe(503);
    }
    expect(cloudWatch.isRaised('table-throttled', { ThrottledRequests: fault.hits() })).toBe(true);
    await eventually(() => {
      expect(cloudWatch.hasLine({ cause: 'ThrottlingException' })).toBe(true);
    });

    const tailing = follow('tail', { 1000: '1' });
    let hasEnded = false;
    const tailed = tailing.finally(() => {
      hasEnded = true;
    });
    fault.repair();
    for (let call = 0; !hasEnded; call += 1) {
      expect(await gateway.post('incs', textMessage(`wamid.throttled-${call}`))).toBe(200);
    }
    const [event] = (await tailed).results;
    expect(event).toMatchObject({
      detail: {
        data: { message: { conversation: { key: expect.stringContaining('whatsapp#') } } },
      },
    });
    expect(await gateway.post('incs', textMessage('wamid.throttled'))).toBe(200);
  },
};
