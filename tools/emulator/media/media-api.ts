import {
  GetSecretValueCommand,
  PutSecretValueCommand,
  type SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { z } from 'zod';
import { environmentKeys, localMediaOriginKey } from '../../../shared/runtime/environment.ts';
import { emulatorPaths } from '../../emulator-client/local-urls.ts';
import { type HttpResponse, jsonResponse } from '../http/http-response.ts';
import type { FunctionSettings } from '../lambda/function-settings.ts';
import { findMediaFile } from './fixture-media.ts';

/** The access token of a provider whose media API the emulator serves. */
const fixtureAccessToken = 'fixtures';

/** The secrets of the providers whose media API the emulator serves, by their ARNs. */
export type FixtureMediaApis = ReadonlySet<string>;

const mediaAccess = z.record(
  z.string(),
  z.looseObject({ api: z.looseObject({}).optional(), secretArn: z.string() }),
);

const secretValue = z.looseObject({ accessToken: z.string().optional() });

/**
 * Serves the media APIs of providers with the files of the fixtures: a provider whose secret has no
 * access token gets one for the emulator's API. Once you put your own token into the secret, the next
 * start uses the provider's API.
 */
export async function serveFixtureMediaApis(
  functions: readonly FunctionSettings[],
  secretsManager: SecretsManagerClient,
): Promise<FixtureMediaApis> {
  const served = new Set<string>();
  const configured = functions.flatMap(({ variables }) =>
    Object.values(readMediaAccess(variables)),
  );
  for (const { api, secretArn: SecretId } of configured) {
    if (api === undefined) continue;
    const { SecretString: json = '{}' } = await secretsManager.send(
      new GetSecretValueCommand({ SecretId }),
    );
    const value = secretValue.parse(JSON.parse(json));
    if (value.accessToken === undefined) {
      const SecretString = JSON.stringify({ ...value, accessToken: fixtureAccessToken });
      await secretsManager.send(new PutSecretValueCommand({ SecretId, SecretString }));
    }
    if ([undefined, fixtureAccessToken].includes(value.accessToken)) served.add(SecretId);
  }
  return served;
}

/**
 * Changes the variables of the function that mirrors media: it may fetch from the local port, and calls
 * the media APIs that the emulator serves there. Other functions keep their variables.
 */
export function withMediaVariables(
  variables: Readonly<Record<string, string>>,
  served: FixtureMediaApis,
  localOrigin: string,
): Readonly<Record<string, string>> {
  if (!(environmentKeys.mediaBucket in variables)) return variables;
  const toLocalApi = (provider: string) => ({
    baseUrl: `${localOrigin}${emulatorPaths.mediaApi(provider)}`,
    path: '/{id}',
    returns: { urlAt: ['url'] },
  });
  const entries = Object.entries(readMediaAccess(variables)).map(([provider, access]) => [
    provider,
    served.has(access.secretArn)
      ? { ...access, authorization: 'bearer', api: { ...access.api, ...toLocalApi(provider) } }
      : access,
  ]);
  return {
    ...variables,
    [localMediaOriginKey]: localOrigin,
    ...(entries.length > 0
      ? { [environmentKeys.mediaAccess]: JSON.stringify(Object.fromEntries(entries)) }
      : {}),
  };
}

/**
 * Responds like Meta's Graph API, whichever API it is in place of: `GET /<media id>` returns where the file
 * is. An id without a file is 410, as for a file that does not exist: after Meta's own error, which an
 * access token without permission gets too, the mirror would ask again for hours.
 */
export async function serveMediaApi(
  providerMediaId: string,
  authorization: string | undefined,
  localOrigin: string,
): Promise<HttpResponse> {
  if (authorization !== `Bearer ${fixtureAccessToken}`) {
    return jsonResponse(401, { error: { code: 190, message: 'Invalid OAuth access token.' } });
  }
  const file = await findMediaFile(providerMediaId);
  if (!file) {
    return jsonResponse(410, { error: { message: 'no fixture has a file with this id' } });
  }
  return jsonResponse(200, {
    messaging_product: 'whatsapp',
    url: `${localOrigin}${emulatorPaths.media}${file.name}`,
    mime_type: file.mimeType,
    sha256: file.sha256,
    file_size: file.sizeBytes,
    id: providerMediaId,
  });
}

function readMediaAccess(variables: Readonly<Record<string, string>>): z.infer<typeof mediaAccess> {
  const json = variables[environmentKeys.mediaAccess];
  return json ? mediaAccess.parse(JSON.parse(json)) : {};
}
