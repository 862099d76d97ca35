import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { ExecutionEnvironment } from '../platform/execution-environment.ts';
import { callAws } from './aws-calls.ts';
import { toModelClient, unknownToModel } from './model-client.ts';

/** One secret. The operator changes its fields. */
export class Secret {
  #value: object;

  constructor(value: object) {
    this.#value = value;
  }

  /** Replaces the values of some fields; `undefined` removes a field. */
  change(fields: object): void {
    this.#value = { ...this.#value, ...fields };
  }

  clientFor(environment: ExecutionEnvironment): SecretsManagerClient {
    return toModelClient(SecretsManagerClient, (command) => {
      if (!(command instanceof GetSecretValueCommand))
        throw unknownToModel(command.constructor.name);
      return callAws(environment, 'secretsmanager', 'GetSecretValue', () => ({
        SecretString: JSON.stringify(this.#value),
      }));
    });
  }
}
