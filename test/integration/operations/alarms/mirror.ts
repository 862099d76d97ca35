import {
  GetQueueAttributesCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs';
import { expect } from 'vitest';
import type { TributaryEvent } from '../../../../shared/contract/index.ts';
import { eventually } from '../../../support/eventually.ts';
import { expectFile, loseFile } from '../lost-file.ts';
import type { OperatedGateway } from '../operated-gateway.ts';
import { pictureMessage } from '../text-message.ts';
import { findingOf, type Scenarios } from './scenario.ts';

/** Batches of ten messages. The pollers of the queue receive twenty messages, so that some wait. */
const batches = 3;

const today = new Date().toISOString().slice(0, 10);

async function messagesIn(gateway: OperatedGateway, output: string) {
  const { Attributes = {} } = await gateway.aws.sqs.send(
    new GetQueueAttributesCommand({
      QueueUrl: gateway.output(output),
      AttributeNames: ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'],
    }),
  );
  return {
    waiting: Number(Attributes.ApproximateNumberOfMessages),
    inFlight: Number(Attributes.ApproximateNumberOfMessagesNotVisible),
  };
}

/** Sends more copies of a message to the mirror's queue than it can process at the same time. */
async function fillQueue(gateway: OperatedGateway, message: TributaryEvent): Promise<void> {
  const MessageBody = JSON.stringify(message);
  const Entries = Array.from({ length: 10 }, (_, index) => ({ Id: String(index), MessageBody }));
  const QueueUrl = gateway.output('MediaQueueUrl');
  for (let batch = 0; batch < batches; batch += 1) {
    await gateway.aws.sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
  }
}

/** Has a file fetched from the URL at which the provider has it now. */
async function fetchFromElsewhere(gateway: OperatedGateway, message: string): Promise<void> {
  const url = ['--url', gateway.mediaUrl('photo.jpg')];
  const retry = ['media', 'retry', '--message', message, '--force', ...url, '--yes'];
  expect(await gateway.tributary(...retry)).toMatchObject({ code: 0, results: [{ files: 1 }] });
}

export const mirrorScenarios: Scenarios = {
  /** Every attempt at a file hangs at the mirror's first call, which is a query of the table. */
  'media-behind': async ({ gateway, breakTable, cloudWatch, follow }) => {
    const fault = breakTable({ caller: 'Mirror', operation: 'Query' }, 'hangs');
    await gateway.post('incs', pictureMessage('wamid.behind', gateway.mediaUrl('photo.jpg')));
    const message = await gateway.event(
      ({ detail: { data } }) => 'message' in data && data.message.id === 'wamid.behind',
    );
    await fillQueue(gateway, message);
    await eventually(async () => {
      const { waiting, inFlight } = await messagesIn(gateway, 'MediaQueueUrl');
      expect(waiting).toBeGreaterThan(0);
      expect(inFlight).toBeGreaterThan(0);
    });
    // SQS measures the age. Nothing leaves the queue, so the age grows.
    const age = { ApproximateAgeOfOldestMessage: 4 * 60 * 60 + 1 };
    expect(cloudWatch.isRaised('media-behind', age)).toBe(true);
    const failing = await follow('doctor');
    expect(findingOf(failing, 'media queue')?.text).toMatch(/^[1-9]\d* messages wait, [1-9]/);

    fault.repair();
    await eventually(async () => {
      expect(await messagesIn(gateway, 'MediaQueueUrl')).toEqual({ waiting: 0, inFlight: 0 });
    });
    const repaired = await follow('doctor');
    expect(findingOf(repaired, 'media queue')?.text).toBe('0 messages wait, 0 are in progress');
  },

  /** The links of a provider have expired. */
  'media-failing': async ({ gateway, cloudWatch, follow }) => {
    for (const id of ['wamid.gone-1', 'wamid.gone-2', 'wamid.gone-3']) {
      await gateway.post('incs', pictureMessage(id, gateway.mediaUrl(`${id}.jpg`)));
    }
    await eventually(() => expect(cloudWatch.isRaised('media-failing')).toBe(true));
    expect(cloudWatch.hasLine({ message: 'media failed', reason: 'gone' })).toBe(true);
    const { results } = await follow('media list', { '2026-11-21': today });
    expect(results).toMatchObject(
      Array.from({ length: 3 }, () => ({ provider: 'incs', state: 'failed', reason: 'gone' })),
    );
    const failing = await gateway.tributary('doctor');
    expect(findingOf(failing, 'failed files')).toMatchObject({
      state: 'warning',
      text: '3 in the last 7 days',
    });
    for (const { message } of results) await fetchFromElsewhere(gateway, String(message));
    await eventually(async () => {
      const repaired = await gateway.tributary('doctor');
      expect(findingOf(repaired, 'failed files')?.state).toBe('ok');
    });
  },

  /** A message is in the dead-letter queue, where SQS moves it after six attempts in three hours. */
  'media-dead-letters': async ({ gateway, cloudWatch, follow }) => {
    const message = await loseFile(gateway, 'wamid.dead-letter');
    await gateway.aws.sqs.send(
      new SendMessageCommand({
        QueueUrl: gateway.output('MediaDeadLetterQueueUrl'),
        MessageBody: JSON.stringify(message),
      }),
    );
    const { waiting } = await messagesIn(gateway, 'MediaDeadLetterQueueUrl');
    const depth = { ApproximateNumberOfMessagesVisible: waiting };
    expect(cloudWatch.isRaised('media-dead-letters', depth)).toBe(true);
    expect((await follow('dead-letters list')).results).toContainEqual(
      expect.objectContaining({ kind: 'media' }),
    );
    const failing = await gateway.tributary('doctor');
    expect(findingOf(failing, 'media dead letters')?.state).toBe('failed');
    const redriven = await follow('dead-letters redrive');
    expect(redriven).toMatchObject({ code: 0, results: [{ messages: 1 }] });
    await expectFile(gateway, message);
    await eventually(async () => {
      const { results } = await follow('media retry', { '2026-11-21': today });
      expect(results).toMatchObject([{ files: 0 }]);
    });
  },
};
