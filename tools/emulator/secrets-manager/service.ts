import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { stateFile } from '../../emulator-client/state-file.ts';
import { AwsError } from '../aws/aws-error.ts';
import type { JsonService } from '../aws/json-service.ts';
import { secretArn } from './secret-arn.ts';

const secretVersion = z.object({ id: z.string(), value: z.string(), stages: z.array(z.string()) });

const storedSecret = z.object({
  name: z.string(),
  arn: z.string(),
  versions: z.array(secretVersion),
});

const secrets = z.array(storedSecret);

type StoredSecret = z.infer<typeof storedSecret>;

const secretId = z.object({ SecretId: z.string() });

const getInput = secretId.extend({
  VersionId: z.string().optional(),
  VersionStage: z.string().optional(),
});

/** Secrets Manager quotas, "Size of a secret value", read 2026-11-28. */
const maxSecretBytes = 65_536;

const putInput = secretId.extend({
  SecretString: z
    .string()
    .refine(
      (text) => Buffer.byteLength(text) <= maxSecretBytes,
      `SecretString must be at most ${maxSecretBytes} bytes`,
    ),
  ClientRequestToken: z.string().optional(),
});

const createInput = putInput.omit({ SecretId: true }).extend({ Name: z.string() });

const current = 'AWSCURRENT';
const previous = 'AWSPREVIOUS';

/**
 * Creates Secrets Manager in this process: text secrets with the versions AWSCURRENT and AWSPREVIOUS, in
 * one file that only its owner may read.
 */
export function createSecretsManager(file: string): JsonService {
  const stored = stateFile(file, (value) => secrets.parse(value));
  let known: readonly StoredSecret[] = stored.read() ?? [];

  function store(secret: StoredSecret): void {
    const next = [...known.filter(({ arn }) => arn !== secret.arn), secret];
    // A full disk refuses the call, and the secret stays what it was.
    stored.write(next);
    known = next;
  }

  function find(id: string): StoredSecret {
    const secret = known.find(
      ({ name, arn }) => id === name || id === arn || id === arn.slice(0, -7),
    );
    if (secret) return secret;
    throw new AwsError(
      'ResourceNotFoundException',
      "Secrets Manager can't find the specified secret.",
    );
  }

  function create(input: unknown): object {
    const {
      Name: name,
      SecretString: value,
      ClientRequestToken: versionId,
    } = createInput.parse(input);
    const arn = secretArn(name);
    if (known.some((secret) => secret.arn === arn)) {
      throw new AwsError(
        'ResourceExistsException',
        `The operation failed because the secret ${name} already exists.`,
      );
    }
    const secret = withNewVersion({ name, arn, versions: [] }, versionId ?? randomUUID(), value);
    store(secret);
    return { ARN: arn, Name: name, VersionId: secret.versions[0]?.id };
  }

  function put(input: unknown): object {
    const {
      SecretId: id,
      SecretString: value,
      ClientRequestToken: versionId,
    } = putInput.parse(input);
    const secret = withNewVersion(find(id), versionId ?? randomUUID(), value);
    store(secret);
    return {
      ARN: secret.arn,
      Name: secret.name,
      VersionId: secret.versions[0]?.id,
      VersionStages: [current],
    };
  }

  return {
    CreateSecret: create,
    GetSecretValue: (input) => {
      const { SecretId: id, VersionId: versionId, VersionStage: stage } = getInput.parse(input);
      const { arn, name, versions } = find(id);
      const version = versions.find((each) =>
        versionId ? each.id === versionId : each.stages.includes(stage ?? current),
      );
      if (!version) {
        throw new AwsError(
          'ResourceNotFoundException',
          `Secrets Manager can't find the specified secret value for ${versionId ? `VersionId: ${versionId}` : `staging label: ${stage}`}`,
        );
      }
      return {
        ARN: arn,
        Name: name,
        VersionId: version.id,
        SecretString: version.value,
        VersionStages: version.stages,
      };
    },
    DescribeSecret: (input) => {
      const { arn, name, versions } = find(secretId.parse(input).SecretId);
      return {
        ARN: arn,
        Name: name,
        VersionIdsToStages: Object.fromEntries(versions.map(({ id, stages }) => [id, stages])),
      };
    },
    PutSecretValue: put,
    UpdateSecret: put,
  };
}

/** Makes the new version the current one and the current version the previous one; drops older versions. */
function withNewVersion(secret: StoredSecret, id: string, value: string): StoredSecret {
  const last = secret.versions.find(({ stages }) => stages.includes(current));
  return {
    ...secret,
    versions: [
      { id, value, stages: [current] },
      ...(last ? [{ ...last, stages: [previous] }] : []),
    ],
  };
}
