import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startAwsEndpoint } from '../../tools/emulator/aws/endpoint.ts';
import type { JsonService } from '../../tools/emulator/aws/json-service.ts';

/**
 * The emulator's endpoint with services that run in this process, over HTTP and without permissions.
 *
 * @param toServices makes the services; it gets a directory that `stop` deletes
 */
export async function startAwsServices(
  toServices: (directory: string) => {
    readonly events?: JsonService;
    readonly secretsmanager?: JsonService;
  },
) {
  const directory = mkdtempSync(path.join(tmpdir(), 'tributary-services-'));
  const { events = {}, secretsmanager = {} } = toServices(directory);
  const { endpoint, open, close } = await startAwsEndpoint();
  open({
    backends: {
      dynamodb: {},
      s3: {},
      sqs: {},
      events: { operations: events },
      secretsmanager: { operations: secretsmanager },
    },
    authorize: () => {},
  });
  return {
    endpoint,
    stop: async () => {
      await close();
      rmSync(directory, { recursive: true });
    },
  };
}
