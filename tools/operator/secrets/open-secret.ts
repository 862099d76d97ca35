import type { Manifest } from '../../../shared/provider/manifest.ts';
import type { ProviderSecret } from '../../../shared/provider/provider-secret.ts';
import type { CallbackOutputs } from '../../../shared/runtime/stack-outputs.ts';
import { UsageError } from '../../command-line/command-error.ts';
import { parseVersion, readSecretVersion, replaceVersion } from '../aws/secrets-manager-secret.ts';
import type { CommandContext } from '../command.ts';
import { findCallback, type Gateway } from '../gateway/gateway.ts';
import { readProvider } from '../gateway/read-providers.ts';

/** A provider and its secret, for a command that changes it. */
export interface OpenSecret {
  readonly gateway: Gateway;
  readonly manifest: Manifest;
  readonly outputs: CallbackOutputs;
  readonly secret: ProviderSecret;
  /**
   * Replaces the whole secret.
   *
   * @throws {OperatorError} when it was changed since it was opened
   */
  save(changed: ProviderSecret): Promise<void>;
}

/**
 * Opens the secret of a provider.
 *
 * @throws {UsageError} without a provider
 * @throws {OperatorError} when the provider is off, or its secret has a mistake
 */
export async function openSecret(
  { connect }: Pick<CommandContext, 'connect'>,
  provider: string | undefined,
): Promise<OpenSecret> {
  if (provider === undefined) throw new UsageError('name a provider');
  const gateway = await connect();
  const outputs = findCallback(gateway, provider);
  const { manifest } = await readProvider(gateway, provider);
  const { secretsManager } = gateway.clients;
  const version = await readSecretVersion(secretsManager, outputs.secretArn);
  return {
    gateway,
    manifest,
    outputs,
    secret: parseVersion(version, outputs.secretArn),
    save: (changed) => replaceVersion(secretsManager, outputs.secretArn, version, changed),
  };
}
