import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type AwsServices, startAwsEndpoint } from '../../tools/emulator/aws/endpoint.ts';

/**
 * The emulator's endpoint with some services, over HTTP and without permissions.
 *
 * @param toBackends makes the services; it gets a directory that `stop` deletes
 */
export async function startAwsServices(
  toBackends: (directory: string) => Partial<AwsServices['backends']>,
) {
  const directory = mkdtempSync(path.join(tmpdir(), 'tributary-services-'));
  const { endpoint, open, close } = await startAwsEndpoint();
  open({
    backends: {
      dynamodb: {},
      s3: {},
      sqs: {},
      events: {},
      secretsmanager: {},
      lambda: {},
      ...toBackends(directory),
    },
    stacks: [],
    authorize: () => {},
    now: () => new Date(),
  });
  return {
    endpoint,
    stop: async () => {
      await close();
      rmSync(directory, { recursive: true });
    },
  };
}
