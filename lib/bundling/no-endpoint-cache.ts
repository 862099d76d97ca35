/**
 * Replaces `@aws-sdk/endpoint-cache` in the bundles. Every DynamoDB client creates a cache, and uses it
 * only with endpoint discovery, which is for services without fixed names.
 */
export class EndpointCache {
  get(): undefined {
    return undefined;
  }
}
