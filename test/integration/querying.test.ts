import { readFileSync } from 'node:fs';
import {
  CloudFormationClient,
  DescribeStacksCommand,
  ListStacksCommand,
} from '@aws-sdk/client-cloudformation';
import { QueryCommand, type QueryCommandInput, ScanCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { Emulator } from '../../tools/emulator/emulator.ts';
import { createClients } from '../../tools/emulator-client/aws-clients.ts';
import { readCallbackFixture } from '../../tools/emulator-client/callback-fixtures.ts';
import { questions } from '../../tools/operator/commands/query.ts';
import { eventually } from '../support/eventually.ts';
import { listingAssembly } from './listing-assembly.ts';
import { startGateway } from './start-gateway.ts';

/** After these callbacks, every query of `docs/querying.md` has a result. */
const callbacks = [
  'incs/new_message.whatsapp-image',
  'incs/new_message.whatsapp-text',
  'meta/message_echoes.text.with-user-id',
  'incs/message_created.101-text-outbound',
  'incs/message_status_update.delivered',
  'innopaas/whatsapp_template_status_updated.rejected',
  'innopaas/whatsapp_phone_number_quality_update.flagged',
  'itnio/account_update.ban',
  'meta/calls.connect',
  'meta/messages.status-read',
  'meta/messages.payment-captured',
];

const assembly = listingAssembly();
let gateway: Emulator;
let query: (input: QueryCommandInput) => Promise<readonly object[]>;

beforeAll(async () => {
  gateway = await startGateway(assembly.directory);
  const { dynamodb } = createClients(gateway.awsEndpoint, 'test');
  query = async (input) => (await dynamodb.send(new QueryCommand(input))).Items ?? [];
  const urls = await gateway.urls();
  for (const fixture of callbacks) {
    const { body, provider = '' } = await readCallbackFixture(fixture);
    const response = await fetch(urls[provider]?.api ?? '', {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...urls[provider]?.headers },
      body,
    });
    expect(response.ok).toBe(true);
  }
  // The publisher writes what is beside events, and the links of a user, after the response.
  const TableName = String(gateway.outputs.EventsTableName);
  await eventually(async () => {
    const { Items = [] } = await dynamodb.send(new ScanCommand({ TableName }));
    const withAlias = Items.filter(({ alias }) => alias).map(({ pk }) => pk?.S?.split('#')[0]);
    expect(new Set(withAlias)).toEqual(new Set(['message', 'callbackData', 'whatsapp']));
    expect(Items.some(({ sk }) => sk?.S?.startsWith('link#'))).toBe(true);
  });
});

afterAll(async () => {
  await gateway?.close();
  assembly.remove();
});

const page = readFileSync('docs/querying.md', 'utf8');
const queries = [...page.matchAll(/```sh\n(aws dynamodb query .+?)```/gs)].map(
  ([, command = '']) => command,
);
const ofSubscribers = queries.filter((command) => !command.includes('--index-name quarantine'));

describe('docs/querying.md', () => {
  it('has a command for each access pattern', () => {
    expect(queries).toHaveLength(14);
  });

  it('reads the names of table and bucket on the emulator as on AWS', async () => {
    const { stackName = '' } = gateway.gateways[0] ?? {};
    const environment = {
      ...localEnvironment(page),
      AWS_ENDPOINT_URL: gateway.awsEndpoint,
    };
    for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
    onTestFinished(() => void vi.unstubAllEnvs());
    const cloudFormation = new CloudFormationClient();
    onTestFinished(() => cloudFormation.destroy());
    const describe = (StackName?: string) =>
      cloudFormation.send(new DescribeStacksCommand({ StackName }));

    const { Stacks: [stack] = [] } = await describe(stackName);
    const outputs = new Map(stack?.Outputs?.map((each) => [each.OutputKey, each.OutputValue]));
    const names = [...page.matchAll(/=\$\(output (\w+)\)/g)].map(([, name = '']) => name);
    expect(names).toEqual(['EventsTableName', 'MediaBucketName']);
    for (const name of names) expect(outputs.get(name)).toBe(gateway.outputs[name]);
    expect((await describe()).Stacks?.map(({ StackName }) => StackName)).toEqual([stackName]);
    expect((await describe(stack?.StackId)).Stacks).toHaveLength(1);
    await expect(describe('another')).rejects.toThrow('Stack with id another does not exist');
    const other = cloudFormation.send(new ListStacksCommand({}));
    await expect(other).rejects.toThrow('the emulator has no operation ListStacks');
  });

  it('has a row for each question of the CLI', () => {
    const usages = questions.map(({ name, arguments: words }) =>
      `query ${name} ${words}`.replace('[<provider>] ', '').replace('…', '').trimEnd(),
    );
    expect(usages.filter((usage) => !page.includes(usage))).toEqual([]);
  });

  it.each(ofSubscribers)('has a result: %s', async (command) => {
    expect(await query(toQuery(command))).not.toEqual([]);
  });

  it('has a valid query of the quarantine, which subscribers may not use', async () => {
    const [command = ''] = queries.filter((it) => !ofSubscribers.includes(it));
    expect(await query(toQuery(command))).toEqual([]);
  });

  it('reads only attributes that the subscriber policy allows', () => {
    for (const command of ofSubscribers) {
      const { IndexName, Select, ProjectionExpression = '' } = toQuery(command);
      if (IndexName) continue;
      expect(Select).toBe('SPECIFIC_ATTRIBUTES');
      const attributes = ProjectionExpression.replaceAll('#', '').split(', ');
      expect(['pk', 'sk', 'detail', 'alias']).toEqual(expect.arrayContaining(attributes));
    }
  });
});

/** The variables that the page says to export, without the endpoint. */
function localEnvironment(text: string): Record<string, string> {
  const lines = [...text.matchAll(/^export (.+)$/gm)].flatMap(([, line = '']) => line.split(' '));
  const pairs = lines.map((pair) => pair.split('=') as [string, string]);
  expect(pairs.map(([name]) => name)).toContain('AWS_ENDPOINT_URL');
  return Object.fromEntries(pairs.filter(([name]) => name !== 'AWS_ENDPOINT_URL'));
}

/** The request that the AWS CLI sends for a command of the page. */
function toQuery(command: string): QueryCommandInput {
  const words = [...command.replaceAll('\\\n', ' ').matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)]
    .map(([, single, double, bare]) => single ?? double ?? bare ?? '')
    .slice('aws dynamodb query'.split(' ').length);
  const input: QueryCommandInput = { TableName: undefined };
  for (let word = words.shift(); word !== undefined; word = words.shift()) {
    const value = word === '--no-scan-index-forward' ? '' : (words.shift() ?? '');
    switch (word) {
      case '--table-name':
        expect(value).toBe('$TABLE');
        input.TableName = String(gateway?.outputs.EventsTableName);
        break;
      case '--index-name':
        input.IndexName = value;
        break;
      case '--key-condition-expression':
        input.KeyConditionExpression = value;
        break;
      case '--expression-attribute-names':
        input.ExpressionAttributeNames = JSON.parse(value);
        break;
      case '--expression-attribute-values':
        input.ExpressionAttributeValues = JSON.parse(value);
        break;
      case '--projection-expression':
        input.ProjectionExpression = value;
        break;
      case '--select':
        expect(value).toBe('SPECIFIC_ATTRIBUTES');
        input.Select = 'SPECIFIC_ATTRIBUTES';
        break;
      case '--page-size':
      case '--max-items':
        input.Limit = Number(value);
        break;
      case '--no-scan-index-forward':
        input.ScanIndexForward = false;
        break;
      default:
        throw new Error(`the page uses ${word}, which this test does not support`);
    }
  }
  return input;
}
