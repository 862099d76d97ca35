import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDynamoDbEventStore } from '../../../shared/table/dynamodb-event-store.ts';
import { linkPartition } from '../../../shared/table/links.ts';
import { messagePartition } from '../../../shared/table/partition-key.ts';
import { toSortKey } from '../../../shared/table/sort-key.ts';
import { toEventRecord } from '../../../shared/table/to-event-record.ts';
import { toReplayRecord } from '../../../shared/table/to-replay-record.ts';
import { deliveredStatus, receipt, textMessage } from '../../support/drafts.ts';
import { startEventsTable } from '../../support/events-table.ts';

const run = promisify(execFile);
/** Without `__pycache__` in the folder. */
const python = (args: readonly string[], env = {}) =>
  run('python3', ['-B', ...args], {
    cwd: 'sdk/examples/python-reader',
    env: { ...process.env, ...env },
  });

const hasPython = await python(['-c', '']).then(Boolean, () => false);
const hasBoto3 = await python(['-c', 'import boto3']).then(Boolean, () => false);

describe.skipIf(!hasPython)('the Python reader', () => {
  it('compiles', async () => {
    const program = 'import ast,sys; [ast.parse(open(file).read(), file) for file in sys.argv[1:]]';
    await python(['-c', program, 'records.py', 'reader.py', 'test_records.py']);
  });

  it('passes its own tests', async () => {
    const { stderr } = await python(['-m', 'unittest', '-v']);
    expect(stderr).toMatch(/\nOK\s*$/);
  });

  it('reads sort keys as the gateway writes them', async () => {
    const original = toEventRecord(textMessage({ id: 'wamid.python' }), receipt);
    const beside = [
      toSortKey({ kind: 'alternate', name: 'message_created', of: 'message' }),
      toSortKey({ kind: 'conflict', contentHash: 'c0ffee'.padEnd(32, '0') }),
    ].map((sk) => ({ ...original, key: { ...original.key, sk } }));
    const replay = toReplayRecord(original, '2026-02-01T00:00:00.000Z');
    const items = [original, ...beside, replay].map(({ key, event }) => ({
      pk: { S: key.pk },
      sk: { S: key.sk },
      detail: { S: JSON.stringify(event.detail) },
    }));
    const program =
      'import json,sys,records; print(json.dumps(records.details(json.loads(sys.argv[1]))))';
    const { stdout } = await python(['-c', program, JSON.stringify(items)]);
    expect(JSON.parse(stdout)).toEqual([replay.event.detail]);
  });

  it('reads what another app sent, and what is of the history, as the reader does', async () => {
    const original = toEventRecord(textMessage({ id: 'wamid.python' }), receipt);
    const ofTraffic = (traffic: 'standby' | 'history', text: string) => {
      const { detail } = original.event;
      const type = `${traffic}.message.received`;
      const message = { ...textMessage().data.message, content: { kind: 'text', text } };
      return {
        pk: { S: original.key.pk },
        sk: { S: toSortKey({ kind: 'message', traffic }) },
        detail: {
          S: JSON.stringify({ metadata: { ...detail.metadata, type }, data: { message } }),
        },
      };
    };
    const items = [ofTraffic('history', 'long ago'), ofTraffic('standby', 'elsewhere')];
    const program =
      'import json,sys,records; print(json.dumps(records.message_state(json.loads(sys.argv[1]))))';
    const { stdout } = await python(['-c', program, JSON.stringify(items)]);
    expect(JSON.parse(stdout)).toMatchObject({
      traffic: 'standby',
      message: { content: { text: 'elsewhere' } },
    });
  });

  it('writes partition keys as the gateway does, whatever an id contains', async () => {
    const ids = [
      ...['wamid.HBgM/+=', 'a#b%c\n\u0085\u007fé', 'sha256:', 'x'.repeat(256), 'x'.repeat(257)],
      ...['#'.repeat(86), '漢'.repeat(86), 'group:1', 'sha256:a#b'],
    ];
    const program =
      'import json,sys,records; print(json.dumps([records.message_partition("incs", id) for id in json.loads(sys.argv[1])]))';
    const { stdout } = await python(['-c', program, JSON.stringify(ids)]);
    expect(JSON.parse(stdout)).toEqual(ids.map((id) => messagePartition('incs', id)));
  });

  it('follows the links of a user, and writes the keys of conversations, as the gateway does', async () => {
    const scope = 'whatsapp#15550100001';
    const names = ['447700900123', 'GB.1', 'group:1', 'a#b%c'];
    const partitions = Object.fromEntries(
      names.map((name, index) => [
        linkPartition(scope, name),
        names.slice(index + 1, index + 2).map((other) => toSortKey({ kind: 'link', name: other })),
      ]),
    );
    const program = [
      'import json,sys,records',
      'table = json.loads(sys.argv[1])',
      'read = lambda name: table[records.conversation_key("whatsapp", "15550100001", name)]',
      `print(json.dumps(records.names_of("${names[0]}", read)))`,
    ].join('\n');
    const { stdout } = await python(['-c', program, JSON.stringify(partitions)]);
    expect(JSON.parse(stdout)).toEqual(names);
  });

  describe.skipIf(!hasBoto3)('with boto3', () => {
    let table: Awaited<ReturnType<typeof startEventsTable>>;

    beforeAll(async () => {
      table = await startEventsTable();
      const records = createDynamoDbEventStore(table.client, table);
      await records.store(toEventRecord(textMessage({ id: 'wamid.python' }), receipt));
      await records.store(toEventRecord(deliveredStatus('wamid.python'), receipt));
    });

    afterAll(() => table?.stop());

    it('reads a message with its state from the table', async () => {
      const { stdout } = await python(['reader.py', table.tableName, 'incs', 'wamid.python'], {
        AWS_ENDPOINT_URL: table.endpoint,
        AWS_ACCESS_KEY_ID: 'local',
        AWS_SECRET_ACCESS_KEY: 'local',
        AWS_DEFAULT_REGION: 'us-east-1',
      });
      expect(JSON.parse(stdout)).toMatchObject({
        message: { id: 'wamid.python', content: { kind: 'text', text: 'Hello' } },
        status: 'delivered',
        deleted: false,
      });
    });
  });
});
