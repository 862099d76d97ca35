import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { ExecutionEnvironment } from '../platform/execution-environment.ts';
import { callAws } from './aws-calls.ts';
import { toModelClient, unknownToModel } from './model-client.ts';

/** One secret, of which the operator changes fields. */
export class Secret {
  #value: object;

  constructor(value: object) {
    this.#value = value;
  }

  /** Puts in other values for some of its fields; `undefined` takes one out. */
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
