import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { CommandError } from '../command-line/command-error.ts';
import { projectDirectory } from '../project-directory.ts';
import { emulatorPaths } from './local-urls.ts';

/** Where the media links of the fixtures point. No server exists there. */
const fixtureMediaOrigin = /https?:\/\/media\.example\//g;

/** Points the media links of a fixture at the emulator, which serves the same files. */
export function withLocalMedia(json: string, localOrigin: string): string {
  return json.replaceAll(fixtureMediaOrigin, `${localOrigin}${emulatorPaths.media}`);
}

/** A callback body to send, with the provider whose folder it is in. */
export interface CallbackFixture {
  readonly body: string;
  readonly provider: string | undefined;
}

/**
 * Reads a fixture by its name (`incs/new_message.whatsapp-image`) or any file by its path.
 *
 * @throws {CommandError} when neither exists
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
  throw new CommandError(`${nameOrFile} is neither the name of a fixture nor a file`);
}
