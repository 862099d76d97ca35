/**
 * Prints the conversations that wait for a reply: npx tsx dynamodb-waiting.ts TABLE, with the name of the table, the output
 * InboxTable; or npx tsx dynamodb-waiting.ts http://127.0.0.1:8787, with the address of the emulator that runs the example.
 */
import { DynamoDBClient, type DynamoDBClientConfig, ScanCommand } from '@aws-sdk/client-dynamodb';

/** What is read of the page on which an emulator says what it runs. */
interface EmulatorApp {
  readonly awsEndpoint: string;
  readonly stacks: readonly { readonly outputs: { readonly InboxTable?: string } }[];
}

const [, , tableOrEmulator = ''] = process.argv;
const { TableName, config } = tableOrEmulator.startsWith('http:')
  ? await findOnEmulator(tableOrEmulator)
  : { TableName: tableOrEmulator, config: {} };

const { Items = [] } = await new DynamoDBClient(config).send(new ScanCommand({ TableName }));
for (const { conversation, inboundAt, outboundAt } of Items) {
  const isWaiting = inboundAt?.S && (!outboundAt?.S || outboundAt.S < inboundAt.S);
  if (isWaiting) console.log(`${conversation?.S} waits since ${inboundAt.S}`);
}

async function findOnEmulator(
  origin: string,
): Promise<{ TableName: string | undefined; config: DynamoDBClientConfig }> {
  const { awsEndpoint, stacks } = (await (
    await fetch(`${origin}/_local/app`)
  ).json()) as EmulatorApp;
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  return {
    TableName: stacks.find(({ outputs }) => outputs.InboxTable)?.outputs.InboxTable,
    config: { endpoint: awsEndpoint, region: 'us-east-1', credentials },
  };
}
