/** `tributary-gateway/deduplication`: the handled events of a subscriber, in its own DynamoDB table. */
export {
  createDynamoDbDeduplication,
  type DeduplicationSettings,
} from './dynamodb-deduplication.ts';
