/** `tributary/deduplication`: what a handler remembers, in a DynamoDB table of the subscriber's own. */
export {
  createDynamoDbDeduplication,
  type DeduplicationSettings,
} from './dynamodb-deduplication.ts';
