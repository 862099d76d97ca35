import type { AwsServiceName } from '../aws/call.ts';
import type { Backend } from '../aws/endpoint.ts';
import type { JsonService } from '../aws/json-service.ts';
import { createSecretsManager } from '../secrets-manager/service.ts';
import { startDynoxide } from './dynoxide.ts';
import type { EndpointVariable } from './endpoint-variables.ts';
import type { Engine } from './engine.ts';
import { startFauxqs } from './fauxqs.ts';
import { createMissingSqsOperations } from './missing-sqs-operations.ts';

export type EnginesOptions = {
  /** Path of a file or directory that keeps state. */
  dataFile(name: string): string;
  /** Keeps the engines' data in memory; only small files are written then. */
  readonly inMemory: boolean;
  /** Endpoints that take the place of embedded engines. */
  readonly replacements: Readonly<Partial<Record<EndpointVariable, string>>>;
  /** The embedded emulator for EventBridge. */
  readonly eventBridge: JsonService;
  /** Told, in one line, of an engine that ended by itself. */
  onTrouble(line: string): void;
};

export type Engines = {
  readonly backends: Readonly<Record<AwsServiceName, Backend>>;
  stop(): Promise<void>;
};

/**
 * Starts the engines that nothing replaces. S3 and SQS have one engine, which is left out only when
 * both are replaced.
 */
export async function startEngines(options: EnginesOptions): Promise<Engines> {
  const { dataFile, inMemory, replacements, eventBridge, onTrouble } = options;
  const started: Engine[] = [];
  const keep = (engine: Engine) => {
    started.push(engine);
    return engine.endpoint;
  };
  const stop = async () => {
    await Promise.all(started.map((engine) => engine.stop()));
  };
  const kept = (name: string) => (inMemory ? undefined : dataFile(name));
  const needsFauxqs = !replacements.AWS_ENDPOINT_URL_S3 || !replacements.AWS_ENDPOINT_URL_SQS;
  try {
    const fauxqs = needsFauxqs ? keep(await startFauxqs(kept('.'), onTrouble)) : undefined;
    const dynamodb =
      replacements.AWS_ENDPOINT_URL_DYNAMODB ??
      keep(await startDynoxide(kept('tables.db'), onTrouble));
    return {
      backends: {
        dynamodb: { engine: dynamodb },
        s3: { engine: replacements.AWS_ENDPOINT_URL_S3 ?? fauxqs },
        sqs: replacementOr(replacements.AWS_ENDPOINT_URL_SQS, () => ({
          engine: fauxqs,
          operations: createMissingSqsOperations(fauxqs ?? ''),
        })),
        events: replacementOr(replacements.AWS_ENDPOINT_URL_EVENTBRIDGE, () => ({
          operations: eventBridge,
        })),
        secretsmanager: replacementOr(replacements.AWS_ENDPOINT_URL_SECRETS_MANAGER, () => ({
          operations: createSecretsManager(dataFile('secrets.json')),
        })),
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

function replacementOr(endpoint: string | undefined, embedded: () => Backend): Backend {
  return endpoint ? { engine: endpoint } : embedded();
}
