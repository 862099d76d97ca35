import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';

const bus = new EventBridgeClient();

/** Publishes the records before the first one with the task `refuse`, which fails. */
export async function handler({ Records }) {
  const refused = Records.find(({ dynamodb }) => dynamodb.NewImage.task.S === 'refuse');
  const taken = refused ? Records.slice(0, Records.indexOf(refused)) : Records;
  if (taken.length > 0) {
    await bus.send(
      new PutEventsCommand({
        Entries: taken.map((record) => ({
          EventBusName: process.env.BUS,
          Source: 'stream-reader',
          DetailType: record.dynamodb.NewImage.task.S,
          Detail: JSON.stringify(record),
        })),
      }),
    );
  }
  return {
    batchItemFailures: refused ? [{ itemIdentifier: refused.dynamodb.SequenceNumber }] : [],
  };
}
