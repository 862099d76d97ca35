import { RemovalPolicy } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import type * as kms from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { attributes, indexes } from '../../shared/table/attributes.ts';

/** Properties of {@link EventsTable}. */
export interface EventsTableProps {
  /** @default a key that AWS owns */
  readonly encryptionKey?: kms.IKey | undefined;
}

const string = dynamodb.AttributeType.STRING;

/**
 * The append-only table of event records. It is the outbox as well: its stream invokes the publisher.
 *
 * It remains when the stack is deleted: deletion protection, RETAIN and point-in-time recovery. It is
 * a `Table` and not a `TableV2`, because each replica of a global table would stream the same event
 * records, and every event would be published once in every region.
 */
export class EventsTable extends Construct {
  readonly table: dynamodb.Table;

  constructor(scope: Construct, id: string, props: EventsTableProps) {
    super(scope, id);
    this.table = new dynamodb.Table(this, 'Table', {
      partitionKey: { name: attributes.partitionKey, type: string },
      sortKey: { name: attributes.sortKey, type: string },
      billingMode: dynamodb.BillingMode.PAY_PER_REQUEST,
      stream: dynamodb.StreamViewType.NEW_IMAGE,
      timeToLiveAttribute: attributes.timeToLive,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
      ...(props.encryptionKey
        ? {
            encryption: dynamodb.TableEncryption.CUSTOMER_MANAGED,
            encryptionKey: props.encryptionKey,
          }
        : { encryption: dynamodb.TableEncryption.DEFAULT }),
    });
    for (const { name, partitionKey, sortKey } of Object.values(indexes)) {
      this.table.addGlobalSecondaryIndex({
        indexName: name,
        partitionKey: { name: partitionKey, type: string },
        sortKey: { name: sortKey, type: string },
        projectionType: dynamodb.ProjectionType.INCLUDE,
        nonKeyAttributes: [attributes.detail],
      });
    }
  }
}
