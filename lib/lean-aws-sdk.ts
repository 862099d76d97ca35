import { fileURLToPath } from 'node:url';
import type { Plugin } from 'esbuild';

const lambdaCredentials = fileURLToPath(new URL('lambda-credentials.ts', import.meta.url));

/**
 * Leaves out of the bundles what an AWS client never needs in Lambda, 155 of 400 KB with a DynamoDB
 * and a Secrets Manager client (AWS SDK 3.1169): every kilobyte is read at a cold start.
 */
export const leanAwsSdk: Plugin = {
  name: 'lean-aws-sdk',
  setup({ onResolve }) {
    // The default chain brings along SSO, STS, profiles and instance metadata.
    onResolve({ filter: /^@aws-sdk\/credential-provider-node$/ }, () => ({
      path: lambdaCredentials,
    }));
    // Loaded on demand by operations that stream events, of which we call none.
    onResolve({ filter: /^@smithy\/core\/event-streams$/ }, ({ kind, path }) =>
      kind === 'dynamic-import' ? { path, external: true } : undefined,
    );
  },
};
