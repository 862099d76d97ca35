/** The variables in which AWS SDKs look for the endpoint of a service, for the services of the stack. */
export const endpointVariables = [
  'AWS_ENDPOINT_URL_DYNAMODB',
  'AWS_ENDPOINT_URL_S3',
  'AWS_ENDPOINT_URL_SQS',
  'AWS_ENDPOINT_URL_EVENTBRIDGE',
  'AWS_ENDPOINT_URL_SECRETS_MANAGER',
] as const;

export type EndpointVariable = (typeof endpointVariables)[number];
