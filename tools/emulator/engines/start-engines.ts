import type { AwsServiceName } from '../aws/call.ts';
import type { Backend } from '../aws/endpoint.ts';
import type { JsonService } from '../aws/json-service.ts';
import { createSecretsManager } from '../secrets-manager/service.ts';
import { startDynoxide } from './dynoxide.ts';
import type { EndpointVariable } from './endpoint-variables.ts';
import type { Engine } from './engine.ts';
import { startFauxqs } from './fauxqs.ts';
import { createMissingSqsOperations } from './missing-sqs-operations.ts';

export interface EnginesOptions {
  /** Path of a file or directory for state. */
  dataFile(name: string): string;
  /** Whether the engines hold their data in memory; other parts still write small files. */
  readonly inMemory: boolean;
  /** Endpoints that replace embedded engines. */
  readonly replacements: Readonly<Partial<Record<EndpointVariable, string>>>;
  /** EventBridge in this process. */
  readonly eventBridge: JsonService;
  /** Receives a line when an engine ended by itself. */
  onError(line: string): void;
}

export interface Engines {
  /** Of all services but Lambda, whose functions are the emulator's own. */
  readonly backends: Readonly<
    Record<Exclude<AwsServiceName, 'lambda' | 'cloudformation'>, Backend>
  >;
  stop(): Promise<void>;
}

/**
 * Starts the engines that are not replaced. S3 and SQS share one engine, which starts unless both are
 * replaced.
 */
export async function startEngines(options: EnginesOptions): Promise<Engines> {
  const { dataFile, inMemory, replacements, eventBridge, onError } = options;
  const started: Engine[] = [];
  const register = (engine: Engine) => {
    started.push(engine);
    return engine.endpoint;
  };
  const stop = async () => {
    await Promise.all(started.map((engine) => engine.stop()));
  };
  const stored = (name: string) => (inMemory ? undefined : dataFile(name));
  const needsFauxqs = !replacements.AWS_ENDPOINT_URL_S3 || !replacements.AWS_ENDPOINT_URL_SQS;
  try {
    const fauxqs = needsFauxqs ? register(await startFauxqs(stored('.'), onError)) : undefined;
    const dynamodb =
      replacements.AWS_ENDPOINT_URL_DYNAMODB ??
      register(await startDynoxide(stored('tables.db'), onError));
    return {
      backends: {
        dynamodb: { engine: dynamodb },
        s3: { engine: replacements.AWS_ENDPOINT_URL_S3 ?? fauxqs },
        sqs: externalOr(replacements.AWS_ENDPOINT_URL_SQS, () => ({
          engine: fauxqs,
          operations: createMissingSqsOperations(fauxqs ?? ''),
        })),
        events: externalOr(replacements.AWS_ENDPOINT_URL_EVENTBRIDGE, () => ({
          operations: eventBridge,
        })),
        secretsmanager: externalOr(replacements.AWS_ENDPOINT_URL_SECRETS_MANAGER, () => ({
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

/** The endpoint that replaces an embedded backend, else the embedded backend. */
function externalOr(endpoint: string | undefined, embedded: () => Backend): Backend {
  return endpoint ? { engine: endpoint } : embedded();
}
