import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';

const bus = new EventBridgeClient();

/** Publishes each record that it receives. A job named `refuse` fails each time. */
export async function handler({ Records }) {
  const [record] = Records;
  const id = JSON.parse(record.body).detail.dynamodb.NewImage.pk.S;
  await bus.send(
    new PutEventsCommand({
      Entries: [
        {
          EventBusName: process.env.BUS,
          Source: 'queue-reader',
          DetailType: 'received',
          Detail: JSON.stringify({ id, record }),
        },
      ],
    }),
  );
  return {
    batchItemFailures: id.startsWith('refuse') ? [{ itemIdentifier: record.messageId }] : [],
  };
}
