import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'esbuild';

const lambdaCredentials = fileURLToPath(new URL('lambda-credentials.ts', import.meta.url));
const noEndpointCache = fileURLToPath(new URL('no-endpoint-cache.ts', import.meta.url));

/**
 * Leaves out of the bundles the half of an AWS client that Lambda never needs (AWS SDK 3.1169),
 * because every cold start reads every kilobyte. `docs/performance.md` has the effect.
 */
export const leanAwsSdk: Plugin = {
  name: 'lean-aws-sdk',
  setup({ onResolve, onLoad }) {
    // The default chain includes SSO, STS, profiles and instance metadata.
    onResolve({ filter: /^@aws-sdk\/credential-provider-node$/ }, () => ({
      path: lambdaCredentials,
    }));
    // Only for endpoint discovery, which our clients never use; it adds two packages.
    onResolve({ filter: /^@aws-sdk\/endpoint-cache$/ }, () => ({ path: noEndpointCache }));
    // A client reads only its version, for the user agent.
    onLoad({ filter: /@aws-sdk\/client-[\w-]+\/package\.json$/ }, async ({ path }) => {
      const { version } = JSON.parse(await readFile(path, 'utf8'));
      return { contents: JSON.stringify({ version }), loader: 'json' };
    });
    // Node has its own SHA-256, Lambda sets the region, and no client retries adaptively.
    onLoad({ filter: /@smithy\/core\/.*\/Sha256Js\.js$/ }, () => ({
      contents: 'export const Sha256Js = undefined;',
    }));
    onLoad({ filter: /@smithy\/core\/.*\/getInstanceMetadataRegion\.js$/ }, () => ({
      contents: 'export const getInstanceMetadataRegion = async () => undefined;',
    }));
    onLoad({ filter: /@smithy\/core\/.*\/DefaultRateLimiter\.js$/ }, () => ({
      contents: 'export const DefaultRateLimiter = undefined;',
    }));
    // Loaded on demand by operations with event streams, which we never call.
    onResolve({ filter: /^@smithy\/core\/event-streams$/ }, ({ kind, path }) =>
      kind === 'dynamic-import' ? { path, external: true } : undefined,
    );
  },
};
