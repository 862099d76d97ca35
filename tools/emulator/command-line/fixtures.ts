import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { LocalGatewayError } from '../errors.ts';
import { projectDirectory } from '../project.ts';

/** Where the media links of the fixtures point; nothing answers there. */
const fixtureMediaOrigin = /https?:\/\/media\.example\//g;

/** Turns the media links of a fixture to the emulator, which serves the same files. */
export function withLocalMedia(json: string, localOrigin: string): string {
  return json.replaceAll(fixtureMediaOrigin, `${localOrigin}/_local/media/`);
}

/** A callback body to send, with the provider whose folder it lies in. */
export type CallbackFixture = { readonly body: string; readonly provider: string | undefined };

/**
 * Reads a fixture by its name (`incs/new_message.whatsapp-image`) or any file by its path.
 *
 * @throws {LocalGatewayError} when neither is there.
 */
export async function readCallbackFixture(nameOrFile: string): Promise<CallbackFixture> {
  const candidates = [
    path.join(projectDirectory, 'fixtures', `${nameOrFile}.payload.json`),
    path.resolve(nameOrFile),
  ];
  for (const file of candidates) {
    const body = await readFile(file, 'utf8').catch(() => undefined);
    if (body === undefined) continue;
    const [folder, provider] = path.relative(projectDirectory, file).split(path.sep);
    return { body, provider: folder === 'fixtures' ? provider : undefined };
  }
  throw new LocalGatewayError(`${nameOrFile} is neither a fixture's name nor a file`);
}
