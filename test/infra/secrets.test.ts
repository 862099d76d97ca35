import { expect, test } from 'vitest';
import { everythingConfigured, providers, synthesize } from './synthesize.ts';

/**
 * CloudFormation generates the secret anew when any of this changes: every callback URL that was
 * ever given to a provider would stop to work. If this test is red, take the change back.
 */
const frozenGeneration = {
  SecretStringTemplate: '{}',
  GenerateStringKey: 'token',
  PasswordLength: 43,
  ExcludePunctuation: true,
};

test.each([
  ['nothing', {}],
  ['everything', everythingConfigured],
])('with %s configured, the token of each provider is generated as it ever was', (_, config) => {
  const secrets = Object.values(synthesize(config).findResources('AWS::SecretsManager::Secret'));
  expect(secrets.map(({ Properties }) => Properties.GenerateSecretString)).toEqual(
    providers.map(() => frozenGeneration),
  );
});

test('secrets outlive the stack, and their names do not stand in the way of the next one', () => {
  const secrets = Object.values(synthesize().findResources('AWS::SecretsManager::Secret'));
  for (const secret of secrets) {
    expect(secret.DeletionPolicy).toBe('Retain');
    expect(secret.UpdateReplacePolicy).toBe('Retain');
    expect(secret.Properties.Name).toBeUndefined();
  }
});

test('secrets are encrypted with the owner’s key when there is one', () => {
  const secrets = synthesize(everythingConfigured).findResources('AWS::SecretsManager::Secret');
  for (const { Properties } of Object.values(secrets)) {
    expect(Properties.KmsKeyId).toBe(everythingConfigured.kmsKeyArn);
  }
});
