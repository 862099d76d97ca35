import {
  GetSecretValueCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import type { ExecutionEnvironment } from '../platform/execution-environment.ts';
import { callAws } from './aws-calls.ts';
import { toModelClient, unknownToModel } from './model-client.ts';

/** The secrets of the providers, by id. */
export class Secrets {
  readonly #values = new Map<string, string>();

  set(id: string, value: object): void {
    this.#values.set(id, JSON.stringify(value));
  }

  /** Replaces the values of some fields; `undefined` removes a field. */
  change(id: string, fields: object): void {
    this.set(id, { ...this.read(id), ...fields });
  }

  /** The fields of a secret. */
  read(id: string): Readonly<Record<string, unknown>> {
    return JSON.parse(this.#values.get(id) ?? '{}');
  }

  clientFor(environment: ExecutionEnvironment): SecretsManagerClient {
    const call = (operation: string, effect: () => object) =>
      callAws(environment, 'secretsmanager', operation, effect);
    return toModelClient(SecretsManagerClient, (command) => {
      if (command instanceof GetSecretValueCommand) {
        const { SecretId = '' } = command.input;
        return call('GetSecretValue', () => ({ SecretString: this.#values.get(SecretId) }));
      }
      if (command instanceof PutSecretValueCommand) {
        const { SecretId = '', SecretString = '' } = command.input;
        return call('PutSecretValue', () => {
          this.#values.set(SecretId, SecretString);
          return {};
        });
      }
      throw unknownToModel(command.constructor.name);
    });
  }
}
