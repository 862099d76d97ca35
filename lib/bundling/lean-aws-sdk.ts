import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'esbuild';

const lambdaCredentials = fileURLToPath(new URL('lambda-credentials.ts', import.meta.url));
const noEndpointCache = fileURLToPath(new URL('no-endpoint-cache.ts', import.meta.url));

/**
 * Leaves out of the bundles what an AWS client never needs in Lambda (AWS SDK 3.1169), half of it:
 * every kilobyte is read at a cold start. What that gives is in `docs/performance.md`.
 */
export const leanAwsSdk: Plugin = {
  name: 'lean-aws-sdk',
  setup({ onResolve, onLoad }) {
    // The default chain brings along SSO, STS, profiles and instance metadata.
    onResolve({ filter: /^@aws-sdk\/credential-provider-node$/ }, () => ({
      path: lambdaCredentials,
    }));
    // For clients that ask a service where it is, which ours never do; it brings two packages along.
    onResolve({ filter: /^@aws-sdk\/endpoint-cache$/ }, () => ({ path: noEndpointCache }));
    // A client wants its version of it, for the user agent.
    onLoad({ filter: /@aws-sdk\/client-[\w-]+\/package\.json$/ }, async ({ path }) => {
      const { version } = JSON.parse(await readFile(path, 'utf8'));
      return { contents: JSON.stringify({ version }), loader: 'json' };
    });
    // Loaded on demand by operations that stream events, of which we call none.
    onResolve({ filter: /^@smithy\/core\/event-streams$/ }, ({ kind, path }) =>
      kind === 'dynamic-import' ? { path, external: true } : undefined,
    );
  },
};
