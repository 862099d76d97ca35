import { expect, it } from 'vitest';
import { everythingConfigured, keyArn, providers, synthesize } from './synthesize.ts';

/**
 * CloudFormation generates a new secret when any of this changes, and every callback URL in a provider
 * console would stop working. If this test fails, revert the change.
 */
const frozenGeneration = {
  SecretStringTemplate: '{}',
  GenerateStringKey: 'token',
  PasswordLength: 43,
  ExcludePunctuation: true,
};

it.each([
  ['nothing', {}],
  ['everything', everythingConfigured],
])('with %s configured, the generation of each provider’s token is unchanged', (_, config) => {
  const secrets = Object.values(synthesize(config).findResources('AWS::SecretsManager::Secret'));
  expect(secrets.map(({ Properties }) => Properties.GenerateSecretString)).toEqual(
    providers.map(() => frozenGeneration),
  );
});

it('secrets remain when the stack is deleted, with names that a new stack does not reuse', () => {
  const secrets = Object.values(synthesize().findResources('AWS::SecretsManager::Secret'));
  for (const secret of secrets) {
    expect(secret.DeletionPolicy).toBe('RetainExceptOnCreate');
    expect(secret.UpdateReplacePolicy).toBe('Retain');
    expect(secret.Properties.Name).toBeUndefined();
  }
});

it('secrets are encrypted with the owner’s key when there is one', () => {
  const secrets = synthesize(everythingConfigured).findResources('AWS::SecretsManager::Secret');
  for (const { Properties } of Object.values(secrets)) {
    expect(Properties.KmsKeyId).toBe(keyArn);
  }
});
