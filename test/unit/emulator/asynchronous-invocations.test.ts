import type { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import type { SendMessageCommand } from '@aws-sdk/client-sqs';
import { describe, expect, it } from 'vitest';
import {
  type DiscardedEvent,
  invokeAsynchronously,
} from '../../../tools/emulator/lambda/asynchronous/invoke-asynchronously.ts';
import { readRetrySettings } from '../../../tools/emulator/lambda/asynchronous/retry-settings.ts';
import { sendDiscarded } from '../../../tools/emulator/lambda/asynchronous/send-discarded.ts';
import type { AwsClients } from '../../../tools/emulator-client/aws-clients.ts';
import { resolveStack } from './resolve-stack.ts';

const functionArn = 'arn:aws:lambda:us-east-1:000000000000:function:bot';
const queueArn = 'arn:aws:sqs:us-east-1:000000000000:failed';
const busArn = 'arn:aws:events:us-east-1:000000000000:event-bus/failed';

/** Invokes a function that fails some times. Each attempt takes a minute of the clock. */
async function invoke(
  failures: number,
  over: { maxRetries?: number; maxAgeSeconds?: number } = {},
) {
  const stopping = new AbortController();
  const attempts: string[] = [];
  const errors: string[] = [];
  const waits: number[] = [];
  const discarded: DiscardedEvent[] = [];
  let minutes = 0;
  await invokeAsynchronously('{"id":"one"}', {
    settings: { functionName: 'bot' },
    lambda: {
      invoke: async (event) => {
        attempts.push(event);
        minutes += 1;
        const error = { errorType: 'Error', errorMessage: 'a bug', trace: [] };
        return attempts.length > failures
          ? { outcome: 'succeeded', payload: 'null' }
          : { outcome: 'failed', error };
      },
    },
    retries: { maxRetries: 2, maxAgeSeconds: 3600, ...over },
    signal: stopping.signal,
    now: () => new Date(Date.UTC(2026, 0, 1, 0, minutes)),
    onRetry: () => waits.push(0),
    onError: (line) => errors.push(line),
    sendToDestinations: async (event) => void discarded.push(event),
    wait: async (retry) => void waits.push(retry),
  });
  return { attempts, errors, waits, discarded };
}

describe('an event for a function that fails', () => {
  it('is given to it three times, and then discarded', async () => {
    const { attempts, errors, waits, discarded } = await invoke(9);
    expect(attempts).toEqual(Array(3).fill('{"id":"one"}'));
    expect(waits).toEqual([0, 1, 0, 2]);
    expect(discarded).toMatchObject([
      { condition: 'RetriesExhausted', invokeCount: 3, event: '{"id":"one"}' },
    ]);
    expect(errors).toEqual([
      'bot failed once with an event: a bug',
      'bot failed 2 times with an event: a bug',
      'bot failed 3 times with an event: a bug',
    ]);
  });

  it('is given to it as often as its settings say', async () => {
    expect((await invoke(9, { maxRetries: 0 })).attempts).toHaveLength(1);
    expect((await invoke(9, { maxRetries: 1 })).attempts).toHaveLength(2);
  });

  it('is discarded when it is too old', async () => {
    const { attempts, discarded } = await invoke(9, { maxAgeSeconds: 60 });
    expect(attempts).toHaveLength(1);
    expect(discarded).toMatchObject([{ condition: 'EventAgeExceeded', invokeCount: 1 }]);
  });

  it('is done when it succeeds', async () => {
    const { attempts, discarded } = await invoke(2);
    expect([attempts.length, discarded]).toEqual([3, []]);
  });

  it('waits for the next start when the emulator stops', async () => {
    const stopping = new AbortController();
    let attempts = 0;
    await invokeAsynchronously('{}', {
      settings: { functionName: 'bot' },
      lambda: {
        invoke: async () => {
          attempts += 1;
          return { outcome: 'failed', error: { errorType: 'Error', errorMessage: 'a bug' } };
        },
      },
      retries: { maxRetries: 2, maxAgeSeconds: 3600 },
      signal: stopping.signal,
      now: () => new Date(0),
      onRetry: () => stopping.abort(),
      onError: () => {},
      sendToDestinations: () => expect.unreachable(),
    });
    expect(attempts).toBe(1);
  });
});

describe('the settings of asynchronous invocations', () => {
  function settingsOf(...configs: readonly Record<string, unknown>[]) {
    const Resources = Object.fromEntries(
      configs.map((Properties, index) => [
        `Config${index}`,
        { Type: 'AWS::Lambda::EventInvokeConfig', Properties },
      ]),
    );
    const template = { Parameters: {}, Mappings: {}, Conditions: {}, Outputs: {}, Resources };
    return readRetrySettings(resolveStack({ stackName: 'Sample', template }, 'http://127.0.0.1:1'));
  }

  it('are those of Lambda where the template has none', () => {
    expect(settingsOf()(functionArn)).toEqual({ maxRetries: 2, maxAgeSeconds: 21_600 });
  });

  it('are those of the function, or of its alias', () => {
    const find = settingsOf(
      {
        FunctionName: 'bot',
        Qualifier: '$LATEST',
        MaximumRetryAttempts: 0,
        DestinationConfig: { OnFailure: { Destination: queueArn } },
      },
      { FunctionName: functionArn, Qualifier: 'live', MaximumEventAgeInSeconds: 60 },
    );
    expect(find(functionArn)).toEqual({
      ...{ maxRetries: 0, maxAgeSeconds: 21_600 },
      onFailureArn: queueArn,
    });
    expect(find(`${functionArn}:live`)).toMatchObject({ maxRetries: 2, maxAgeSeconds: 60 });
    expect(find(`${functionArn}2`)).toMatchObject({ maxRetries: 2 });
  });

  it.each([
    ['OnFailure', 'arn:aws:sns:us-east-1:000000000000:topic', 'does not run here'],
    ['OnSuccess', queueArn, 'no destination for invocations that succeed'],
  ])('name what the emulator does not run: %s', (when, Destination, problem) => {
    const DestinationConfig = { [when]: { Destination } };
    expect(() => settingsOf({ FunctionName: 'bot', DestinationConfig })).toThrow(problem);
  });
});

describe('an event that is discarded', () => {
  const discarded: DiscardedEvent = {
    requestId: 'request-1',
    condition: 'RetriesExhausted',
    invokeCount: 3,
    event: '{"id":"one"}',
    error: { errorType: 'Error', errorMessage: 'a bug', trace: [] },
    at: new Date('2026-01-02T03:04:05Z'),
  };

  async function send(over: { onFailureArn?: string; deadLetterArn?: string; denied?: true }) {
    const sent: object[] = [];
    const errors: string[] = [];
    const client = {
      send: async (command: SendMessageCommand | PutEventsCommand) => {
        if (over.denied) throw new Error('AccessDenied');
        sent.push(command.input);
        return { Entries: [{}] };
      },
    };
    await sendDiscarded(discarded, {
      settings: { functionName: 'bot', functionArn, deadLetterArn: over.deadLetterArn },
      onFailureArn: over.onFailureArn,
      clients: { sqs: client, eventBridge: client } as unknown as AwsClients,
      queueUrlOf: async (arn) => `url of ${arn}`,
      onError: (line) => errors.push(line),
    });
    return { sent, errors };
  }

  const record = {
    version: '1.0',
    timestamp: '2026-01-02T03:04:05.000Z',
    requestContext: {
      requestId: 'request-1',
      functionArn: `${functionArn}:$LATEST`,
      condition: 'RetriesExhausted',
      approximateInvokeCount: 3,
    },
    requestPayload: { id: 'one' },
    responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
    responsePayload: { errorType: 'Error', errorMessage: 'a bug', trace: [] },
  };

  it('reaches the destination with the record of its invocation', async () => {
    const { sent } = await send({ onFailureArn: queueArn });
    expect(sent).toEqual([{ QueueUrl: `url of ${queueArn}`, MessageBody: expect.any(String) }]);
    expect(JSON.parse((sent[0] as { MessageBody: string }).MessageBody)).toEqual(record);
  });

  it('reaches a bus as an event', async () => {
    const { sent } = await send({ onFailureArn: busArn });
    expect(sent).toMatchObject([
      {
        Entries: [
          {
            EventBusName: busArn,
            Source: 'lambda',
            DetailType: 'Lambda Function Invocation Result - Failure',
          },
        ],
      },
    ]);
  });

  it('reaches the dead-letter queue of the function as it is', async () => {
    const { sent } = await send({ deadLetterArn: queueArn });
    expect(sent).toMatchObject([
      {
        MessageBody: '{"id":"one"}',
        MessageAttributes: {
          RequestID: { StringValue: 'request-1' },
          ErrorMessage: { StringValue: 'a bug' },
        },
      },
    ]);
  });

  it.each([
    ['it has no on-failure destination and no dead-letter queue', {}],
    ['did not accept it: Error: AccessDenied', { onFailureArn: queueArn, denied: true }],
  ] as const)('is named when it is lost: %s', async (why, over) => {
    const { sent, errors } = await send(over);
    expect(sent).toEqual([]);
    expect(errors).toEqual([expect.stringMatching(new RegExp(`^bot loses an event: .*${why}$`))]);
  });
});
