import { statSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { JsonService } from '../../../tools/emulator/aws/json-service.ts';
import {
  generateSecretString,
  generateSecretValue,
} from '../../../tools/emulator/secrets-manager/generate.ts';
import { createSecretsManager } from '../../../tools/emulator/secrets-manager/service.ts';
import { temporaryDirectory } from './temporary-directory.ts';

function secretValue(service: JsonService, input: object): unknown {
  return service.GetSecretValue?.({ SecretId: 'name', ...input });
}

describe('Secrets Manager on the emulator', () => {
  it('returns the current value by name and by ARN', () => {
    const service = createSecretsManager(temporaryDirectory()('secrets.json'));
    const created = service.CreateSecret?.({ Name: 'name', SecretString: 'one' }) as {
      ARN: string;
    };

    expect(secretValue(service, {})).toMatchObject({ SecretString: 'one', ARN: created.ARN });
    expect(secretValue(service, { SecretId: created.ARN })).toMatchObject({ SecretString: 'one' });
  });

  it('stores the current and the previous value, and no older one', () => {
    const service = createSecretsManager(temporaryDirectory()('secrets.json'));
    service.CreateSecret?.({ Name: 'name', SecretString: 'one' });
    service.PutSecretValue?.({ SecretId: 'name', SecretString: 'two' });
    service.UpdateSecret?.({ SecretId: 'name', SecretString: 'three' });

    expect(secretValue(service, {})).toMatchObject({ SecretString: 'three' });
    expect(secretValue(service, { VersionStage: 'AWSPREVIOUS' })).toMatchObject({
      SecretString: 'two',
    });
  });

  it('stores secrets for the next start in a file that only its owner may read', () => {
    const file = temporaryDirectory()('secrets.json');
    createSecretsManager(file).CreateSecret?.({ Name: 'name', SecretString: 'one' });

    expect(secretValue(createSecretsManager(file), {})).toMatchObject({ SecretString: 'one' });
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('rejects a second secret with the same name, and an unknown secret', () => {
    const service = createSecretsManager(temporaryDirectory()('secrets.json'));
    service.CreateSecret?.({ Name: 'name', SecretString: 'one' });

    expect(() => service.CreateSecret?.({ Name: 'name', SecretString: 'two' })).toThrow(
      'already exists',
    );
    expect(() => secretValue(service, { SecretId: 'other' })).toThrow(
      "can't find the specified secret",
    );
  });
});

describe('a generated secret', () => {
  function generate(options: object): string {
    return generateSecretValue(generateSecretString.parse(options));
  }

  it('has 32 characters of every type by default', () => {
    const password = generate({});

    expect(password).toHaveLength(32);
    for (const type of [/[a-z]/, /[A-Z]/, /[0-9]/, /[^a-zA-Z0-9]/]) expect(password).toMatch(type);
  });

  it('has no excluded characters', () => {
    const password = generate({
      ExcludePunctuation: true,
      ExcludeCharacters: 'abcXYZ019',
      PasswordLength: 400,
    });

    expect(password).toMatch(/^[a-zA-Z0-9]{400}$/);
    expect(password).not.toMatch(/[abcXYZ019]/);
  });

  it('is stored under its key in the template', () => {
    const secret = generate({
      SecretStringTemplate: '{"a":1}',
      GenerateStringKey: 'token',
      PasswordLength: 43,
    });

    expect(JSON.parse(secret)).toEqual({ a: 1, token: expect.stringMatching(/^.{43}$/) });
  });

  it('differs each time', () => {
    expect(generate({})).not.toBe(generate({}));
  });
});
