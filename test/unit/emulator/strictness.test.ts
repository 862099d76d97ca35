import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { toErrorResponse } from '../../../tools/emulator/aws/aws-error.ts';
import { checkedBody } from '../../../tools/emulator/aws/checked-body.ts';
import type { EventLog } from '../../../tools/emulator/event-bridge/event-log.ts';
import { createEventBridge } from '../../../tools/emulator/event-bridge/service.ts';
import { createSecretsManager } from '../../../tools/emulator/secrets-manager/service.ts';
import { temporaryDirectory } from './temporary-directory.ts';

describe('EventBridge', () => {
  const log: EventLog = {
    last: 0,
    append: (bus, event) => ({ sequence: 1, bus, event }),
    linesAfter: () => [],
    waitAfter: async () => {},
    close: () => {},
  };
  const local = (service: string, resource: string) =>
    `arn:aws:${service}:us-east-1:000000000000:${resource}`;
  const elsewhere = (arn: string) => arn.replace('us-east-1', 'eu-west-1');

  function bridge() {
    const { service } = createEventBridge(log, () => new Date(0));
    const call = async (operation: string, input: object) =>
      service[operation]?.(input) ?? expect.unreachable();
    return call;
  }

  const target = (id: number, Arn = local('sqs', 'queue')) => ({ Id: String(id), Arn });

  it('accepts five targets of a rule', async () => {
    const call = bridge();
    await call('PutRule', { Name: 'rule' });
    const Targets = [1, 2, 3, 4, 5].map((id) => target(id));
    await call('PutTargets', { Rule: 'rule', Targets });
    await call('PutTargets', { Rule: 'rule', Targets: [target(5)] });
    await expect(call('PutTargets', { Rule: 'rule', Targets: [target(6)] })).rejects.toMatchObject({
      code: 'LimitExceededException',
    });
  });

  it('accepts 300 rules of a bus, and names of 64 characters', async () => {
    const call = bridge();
    for (let rule = 0; rule < 300; rule += 1) await call('PutRule', { Name: `rule-${rule}` });
    await call('PutRule', { Name: 'rule-0' });
    await expect(call('PutRule', { Name: 'one-more' })).rejects.toMatchObject({
      code: 'LimitExceededException',
    });
    const other = bridge();
    await other('PutRule', { Name: 'a'.repeat(64) });
    for (const Name of ['a'.repeat(65), 'with space', '']) {
      await expect(other('PutRule', { Name })).rejects.toThrow(z.ZodError);
    }
  });

  it('accepts a pattern of 2,048 characters', async () => {
    const call = bridge();
    const pattern = (length: number) => {
      const empty = JSON.stringify({ source: [''] });
      return JSON.stringify({ source: ['x'.repeat(length - empty.length)] });
    };
    await call('PutRule', { Name: 'rule', EventPattern: pattern(2_048) });
    await expect(
      call('PutRule', { Name: 'rule', EventPattern: pattern(2_049) }),
    ).rejects.toMatchObject({ code: 'InvalidEventPatternException' });
  });

  it('knows the buses of its own region and account only', async () => {
    const call = bridge();
    const bus = local('events', 'event-bus/bus');
    await call('CreateEventBus', { Name: 'bus' });
    await call('PutRule', { Name: 'rule', EventBusName: bus });
    await expect(
      call('PutRule', { Name: 'rule', EventBusName: elsewhere(bus) }),
    ).rejects.toMatchObject({ code: 'ResourceNotFoundException' });
    const entry = { Source: 'a', DetailType: 'b', Detail: '{}' };
    expect(
      await call('PutEvents', {
        Entries: [
          { ...entry, EventBusName: bus },
          { ...entry, EventBusName: elsewhere(bus) },
          { ...entry, EventBusName: bus.replace('000000000000', '111122223333') },
        ],
      }),
    ).toMatchObject({
      FailedEntryCount: 2,
      Entries: [{}, { ErrorCode: 'InvalidArgument' }, { ErrorCode: 'InvalidArgument' }],
    });
  });

  it('delivers to another region only by its bus', async () => {
    const call = bridge();
    await call('PutRule', { Name: 'rule' });
    const toBus = target(1, elsewhere(local('events', 'event-bus/bus')));
    await call('PutTargets', { Rule: 'rule', Targets: [toBus] });
    const toQueue = target(2, elsewhere(local('sqs', 'queue')));
    await expect(call('PutTargets', { Rule: 'rule', Targets: [toQueue] })).rejects.toMatchObject({
      code: 'ValidationException',
    });
  });
});

describe('Secrets Manager', () => {
  const open = () => createSecretsManager(temporaryDirectory()('secrets.json'));

  it('holds 65,536 bytes in a secret', async () => {
    const { CreateSecret } = open();
    await CreateSecret?.({ Name: 'a', SecretString: 'x'.repeat(65_536) });
    expect(() => CreateSecret?.({ Name: 'b', SecretString: 'ü'.repeat(32_769) })).toThrow(
      'at most 65536 bytes',
    );
  });

  it('keeps the value of a secret when the disk is full', async () => {
    const file = temporaryDirectory()('missing/secrets.json');
    const { CreateSecret, GetSecretValue } = createSecretsManager(file);
    expect(() => CreateSecret?.({ Name: 'a', SecretString: 'new' })).toThrow('ENOENT');
    expect(() => GetSecretValue?.({ SecretId: 'a' })).toThrow("can't find");
  });
});

describe('the body of an object', () => {
  const body = 'Hello, object';
  const sha256 = createHash('sha256').update(body).digest('hex');
  const blocks = () => Readable.from([Buffer.from('Hello, '), Buffer.from('object')]);

  it('passes with its hash', async () => {
    expect((await buffer(checkedBody(blocks(), sha256))).toString()).toBe(body);
    const empty = createHash('sha256').digest('hex');
    expect(await buffer(checkedBody(Readable.from([]), empty))).toHaveLength(0);
  });

  it('is refused with another one, before its last block has passed', async () => {
    const passed: Buffer[] = [];
    const checked = checkedBody(blocks(), sha256.replace(/^./, 'x'));
    checked.on('data', (block: Buffer) => passed.push(block));
    await expect(buffer(checked)).rejects.toMatchObject({ code: 'XAmzContentSHA256Mismatch' });
    expect(Buffer.concat(passed).toString()).not.toContain('object');
  });

  it('ends with the connection of its sender', async () => {
    const broken = new Readable({ read() {} });
    const reading = buffer(checkedBody(broken, sha256));
    broken.destroy(new Error('aborted'));
    await expect(reading).rejects.toThrow('aborted');
  });
});

it('an input of another form is a validation error, as AWS has it', () => {
  const { error } = z.object({ Name: z.string() }).safeParse({ Name: 1 });
  const { statusCode, body } = toErrorResponse('events', error);
  expect(statusCode).toBe(400);
  expect(JSON.parse(body)).toMatchObject({ __type: 'ValidationException' });
});
