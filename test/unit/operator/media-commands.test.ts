import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import {
  DescribeTableCommand,
  DynamoDBClient,
  QueryCommand,
  type QueryCommandInput,
  ScanCommand,
} from '@aws-sdk/client-dynamodb';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { parseMediaMessage } from '../../../functions/media-mirror/message/media-message.ts';
import type { EventDraft } from '../../../shared/contract/draft.ts';
import type { MediaItem } from '../../../shared/contract/media.ts';
import { toEventItem } from '../../../shared/table/event-item.ts';
import { toEventRecord } from '../../../shared/table/to-event-record.ts';
import { toReplayRecord } from '../../../shared/table/to-replay-record.ts';
import { runTributary } from '../../../tools/operator/run-tributary.ts';
import { receipt, textMessage } from '../../support/drafts.ts';
import { stackOutputs } from './stack-outputs.ts';

const cloudFormation = mockClient(CloudFormationClient);
const dynamodb = mockClient(DynamoDBClient);
const sqs = mockClient(SQSClient);
const mocks = [cloudFormation, dynamodb, sqs];

type Record = Pick<ReturnType<typeof toEventRecord>, 'key' | 'event'>;

/** The event records of the table. */
let records: readonly Record[] = [];

beforeEach(() => {
  vi.stubEnv('AWS_REGION', 'eu-west-1');
  cloudFormation.on(DescribeStacksCommand).resolves({ Stacks: [stackOutputs()] });
  dynamodb.on(DescribeTableCommand).resolves({ Table: { TableSizeBytes: 0 } });
  dynamodb.on(ScanCommand).callsFake(({ Segment = 0 }) => ({
    Items: Segment === 0 ? records.map(toItem) : [],
  }));
  dynamodb.on(QueryCommand).callsFake(({ ExpressionAttributeValues = {} }: QueryCommandInput) => ({
    Items: records
      .filter(({ key }) => Object.values(ExpressionAttributeValues).some(({ S }) => S === key.pk))
      .map(toItem),
  }));
  sqs.on(SendMessageCommand).resolves({});
});

afterEach(() => {
  vi.unstubAllEnvs();
  records = [];
  for (const mock of mocks) mock.reset();
});

afterAll(() => {
  for (const mock of mocks) mock.restore();
});

const toItem = (record: Record) => toEventItem(record, { publish: true });

async function run(line: string) {
  const out: string[] = [];
  const errors: string[] = [];
  const code = await runTributary([...line.split(' '), '--stack', 'tributary-prod'], {
    out: (text) => out.push(text),
    error: (text) => errors.push(text),
    terminal: { columns: 200, hasColors: false },
    readValue: () => Promise.reject(new Error('a value was read')),
    now: () => new Date('2026-01-03T00:00:00Z'),
    waitMs: async () => {},
  });
  return { code, out, errors };
}

async function runAsJson(line: string): Promise<readonly object[]> {
  const { out } = await run(`${line} --json`);
  return out.map((each) => JSON.parse(each));
}

/** What the commands put into the queue, as the mirror reads it. */
function queued() {
  return sqs
    .commandCalls(SendMessageCommand)
    .map(({ args: [{ input }] }) => parseMediaMessage(input.MessageBody ?? ''))
    .map((message) => ({ id: message?.data.message.id, files: message?.retriedFiles }));
}

function message(id: string, ...media: readonly Partial<MediaItem>[]): Record {
  const draft = textMessage({ id });
  const items = media.map((item, index) => ({ index, role: 'content' as const, ...item }));
  const data = { message: { ...draft.data.message, media: items } };
  return toEventRecord({ ...draft, data }, receipt);
}

function failed(
  id: string,
  fields: Partial<EventDraft<'media.failed'>['data']> & { readonly index?: number },
): Record {
  const { index = 0, reason = 'gone', retryable = false, attempt = 3 } = fields;
  return toEventRecord(
    {
      type: 'media.failed',
      providerEvent: 'new_message',
      occurredAt: '2026-01-02T03:20:00.000Z',
      data: { messageId: id, media: { index, role: 'content' }, reason, retryable, attempt },
    },
    receipt,
  );
}

function stored(id: string, index = 0, copy?: number): Record {
  return toEventRecord(
    {
      type: 'media.stored',
      providerEvent: 'new_message',
      occurredAt: '2026-01-02T03:04:30.000Z',
      data: {
        messageId: id,
        media: { index, role: 'content' },
        bucket: 'media',
        key: 'k',
        sizeBytes: 1,
        sha256: 'a'.repeat(64),
        contentType: 'image/jpeg',
        copy,
      },
    },
    receipt,
  );
}

const range = '--from 2026-01-01';

describe('media list', () => {
  beforeEach(() => {
    records = [
      message('wamid.gone', { mimeType: 'image/jpeg' }),
      failed('wamid.gone', { reason: 'gone' }),
      message(
        'wamid.late',
        { mimeType: 'video/mp4' },
        { mimeType: 'image/png', role: 'thumbnail' },
      ),
      failed('wamid.late', { reason: 'timeout', retryable: true, attempt: 6 }),
      stored('wamid.late', 1),
      message('wamid.new', {}),
      message('wamid.text'),
    ];
  });

  it('lists a failed file whose message is gone as such, and offers no retry', async () => {
    records = [failed('wamid.erased', { reason: 'gone' })];
    const listed = await run(`media list --failed ${range}`);
    expect(listed.out.join('\n')).toMatch(/wamid\.erased.*gone, and its message is gone/);
    expect(listed.errors.join('\n')).not.toContain('media retry');
  });

  it('says of each file that failed which it is, whose, why, and since when', async () => {
    const { out, errors } = await run(`media list --failed ${range}`);
    expect(
      out
        .join('\n')
        .split('\n')
        .map((line) => line.split(/ {2,}/)),
    ).toEqual([
      ['since', 'provider', 'conversation', 'message', 'file', 'reason'],
      ...[
        ['wamid.gone', '0 content image/jpeg', 'gone'],
        ['wamid.late', '0 content video/mp4', 'timeout'],
      ].map((file) => [
        '2026-01-02T03:20:00.000Z',
        'incs',
        'whatsapp#15550100001#447700900123',
        ...file,
      ]),
    ]);
    const retry = 'npm run -s tributary -- media retry --from 2026-01-01 --stack tributary-prod';
    expect(errors.slice(-2)).toEqual([
      `1 failed at the last attempt: ${retry}`,
      `1 failed permanently: ${retry} --force`,
    ]);
  });

  it('has every field as JSON', async () => {
    expect(await runAsJson(`media list --failed ${range}`)).toContainEqual({
      since: '2026-01-02T03:20:00.000Z',
      provider: 'incs',
      conversation: 'whatsapp#15550100001#447700900123',
      message: 'wamid.gone',
      file: '0 content image/jpeg',
      state: 'failed',
      reason: 'gone',
      retryable: false,
      attempt: 3,
      index: 0,
      pk: 'message#incs#wamid.gone',
    });
  });

  it('lists every file without --failed, the oldest state first', async () => {
    const files = await runAsJson(`media list ${range}`);
    expect(files).toMatchObject([
      { message: 'wamid.new', state: 'pending', since: receipt.receivedAt },
      { message: 'wamid.late', index: 1, state: 'stored' },
      { message: 'wamid.gone', state: 'failed' },
      { message: 'wamid.late', index: 0, state: 'failed' },
    ]);
  });

  it('lists the files of one message, of one provider, and of a range', async () => {
    expect(await runAsJson('media list --message wamid.late')).toHaveLength(2);
    expect(await runAsJson(`media list --failed ${range} --provider itnio`)).toEqual([]);
    expect(await runAsJson('media list --failed --from 2026-01-02T12:00:00Z')).toEqual([]);
  });

  it('leaves out a file that failed and was stored later', async () => {
    records = [message('wamid.A', {}), failed('wamid.A', {}), stored('wamid.A')];
    const { code, out, errors } = await run(`media list --failed ${range}`);
    expect({ code, out }).toEqual({ code: 0, out: [] });
    expect(errors.at(-1)).toBe('no such files');
  });
});

describe('media retry', () => {
  const plan = { dryRun: false, messages: 0, files: 0, copies: 0, failed: 0, stored: 0 };

  it('queues the messages with files that are pending or failed at the last attempt', async () => {
    records = [
      message('wamid.A', {}, {}, {}),
      failed('wamid.A', { index: 1, retryable: true, attempt: 6 }),
      failed('wamid.A', { index: 2 }),
    ];
    expect(await runAsJson(`media retry ${range} --yes`)).toEqual([
      { ...plan, messages: 1, files: 2, failed: 1 },
    ]);
    expect(queued()).toEqual([{ id: 'wamid.A', files: undefined }]);
  });

  it('queues nothing without --yes', async () => {
    records = [message('wamid.A', {})];
    const { out } = await run(`media retry ${range}`);
    expect(out).toEqual([
      '1 messages with 1 files would be queued (add --yes to queue them); 0 files failed permanently',
    ]);
    expect(queued()).toEqual([]);
  });

  it('reads the newest event of a message, which a replay may have given files', async () => {
    const original = message('wamid.A', {});
    records = [toEventRecord(textMessage({ id: 'wamid.A' }), receipt)];
    expect(await runAsJson('media retry --message wamid.A')).toMatchObject([{ files: 0 }]);
    records = [toReplayRecord(original, '2026-01-03T00:00:00.000Z'), ...records];
    expect(await runAsJson('media retry --message wamid.A')).toMatchObject([{ files: 1 }]);
  });

  it('says how to fetch files that it leaves out', async () => {
    records = [message('wamid.A', {}, {}), failed('wamid.A', {}), stored('wamid.A', 1)];
    const { out } = await run('media retry --message wamid.A');
    expect(out).toEqual([
      'nothing to mirror; 1 files failed permanently (add --force to fetch them again); 1 files are stored (add --force to fetch another copy)',
    ]);
  });

  it('with --force queues files that failed permanently, after the attempts so far', async () => {
    records = [
      message('wamid.A', {}, {}),
      failed('wamid.A', { attempt: 7 }),
      failed('wamid.A', { attempt: 3 }),
      stored('wamid.A', 1),
    ];
    expect(await runAsJson(`media retry ${range} --force --yes`)).toEqual([
      { ...plan, messages: 1, files: 1, stored: 1 },
    ]);
    expect(queued()).toEqual([{ id: 'wamid.A', files: [{ index: 0, afterAttempt: 7 }] }]);
  });

  it('with --force and --message also queues stored files, for a further copy', async () => {
    records = [message('wamid.A', {}, {}), stored('wamid.A'), stored('wamid.A', 0, 2)];
    expect(await runAsJson('media retry --message wamid.A --force --yes')).toEqual([
      { ...plan, messages: 1, files: 2, copies: 1 },
    ]);
    expect(queued()).toEqual([
      {
        id: 'wamid.A',
        files: [
          { index: 0, afterAttempt: 0, copy: 3 },
          { index: 1, afterAttempt: 0 },
        ],
      },
    ]);
  });

  it('queues only the file that --file names, from the URL that --url names', async () => {
    records = [message('wamid.A', {}, {}), failed('wamid.A', { index: 1 })];
    const url = 'https://files.example/again?signature=secret';
    const line = `media retry --message wamid.A --file 1 --force --url ${url} --yes`;
    const { out, errors } = await run(line);
    expect(queued()).toEqual([{ id: 'wamid.A', files: [{ index: 1, afterAttempt: 3, url }] }]);
    expect([...out, ...errors].join()).not.toContain('secret');
  });

  it.each([
    ['--url https://a.example/ --from 2026-01-01', '--file and --url need --message'],
    ['--file 0 --from 2026-01-01', '--file and --url need --message'],
    ['--message wamid.A --file x', '--file must be the position'],
    ['--message wamid.A --url ftp://a.example/', '--url must begin with'],
    ['--message wamid.A --url nowhere', '--url must begin with'],
    [
      '--message wamid.A --url https://a.example/',
      'has several files: add --file with one of 0, 1',
    ],
    ['--message wamid.A --file 2', 'the message has no file 2; its files are 0, 1'],
  ])('refuses %s', async (options, text) => {
    records = [message('wamid.A', {}, {})];
    const { code, errors } = await run(`media retry ${options} --yes`);
    expect({ code, errors: errors.join() }).toEqual({
      code: 2,
      errors: expect.stringContaining(text),
    });
    expect(queued()).toEqual([]);
  });

  it.each([
    ['', /expired or was erased: ask the user for the file, or name the provider .*--provider$/],
    [' --provider incs', /expired or was erased: ask the user for the file$/],
  ])(
    'says what to do when the table has only an event about the message%s',
    async (option, text) => {
      records = [failed('wamid.A', {})];
      const { code, errors } = await run(`media retry --message wamid.A${option} --yes`);
      expect({ code, errors: errors.join() }).toEqual({
        code: 1,
        errors: expect.stringMatching(text),
      });
    },
  );
});
