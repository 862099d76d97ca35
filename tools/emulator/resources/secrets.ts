import {
  CreateSecretCommand,
  DescribeSecretCommand,
  ResourceNotFoundException,
  type SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { z } from 'zod';
import { generateSecretString, generateSecretValue } from '../secrets-manager/generate.ts';
import { parseProperties, type StackResource } from '../template/stack.ts';

const secretProperties = z.object({
  SecretString: z.string().optional(),
  GenerateSecretString: generateSecretString.optional(),
});

/** Creates a secret with the template's value; a secret that exists keeps its value. */
export async function ensureSecret(
  secretsManager: SecretsManagerClient,
  resource: StackResource,
): Promise<void> {
  if (await exists(secretsManager, resource.ref)) return;
  const { SecretString: given, GenerateSecretString: generated } = parseProperties(
    resource,
    secretProperties,
  );
  await secretsManager.send(
    new CreateSecretCommand({
      Name: nameInArn(resource.ref),
      SecretString: given ?? generateSecretValue(generated ?? generateSecretString.parse({})),
    }),
  );
}

async function exists(secretsManager: SecretsManagerClient, arn: string): Promise<boolean> {
  try {
    await secretsManager.send(new DescribeSecretCommand({ SecretId: arn }));
    return true;
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return false;
    throw error;
  }
}

/** The ARN of a secret ends with its name, a hyphen and six characters. */
function nameInArn(arn: string): string {
  return arn.slice(arn.lastIndexOf(':') + 1, -7);
}
