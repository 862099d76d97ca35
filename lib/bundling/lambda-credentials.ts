/**
 * Takes the place of `@aws-sdk/credential-provider-node` in the bundles: Lambda gives a function its
 * role's credentials in these variables, and nowhere else. They are expired as soon as they are read,
 * so that every call reads them anew: a client would otherwise keep for ever what it saw first.
 *
 * @throws {Error} when they are not set
 */
export const defaultProvider = () => async () => {
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN } = process.env;
  if (!AWS_ACCESS_KEY_ID || !AWS_SECRET_ACCESS_KEY) {
    throw new Error('AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set');
  }
  return {
    accessKeyId: AWS_ACCESS_KEY_ID,
    secretAccessKey: AWS_SECRET_ACCESS_KEY,
    expiration: new Date(),
    ...(AWS_SESSION_TOKEN && { sessionToken: AWS_SESSION_TOKEN }),
  };
};
