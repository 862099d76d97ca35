import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { BodyCodec } from '../../shared/provider/body-codec.ts';
import { CommandError } from '../command-line/command-error.ts';
import { projectDirectory } from '../project-directory.ts';
import { emulatorPaths } from './local-urls.ts';

const payloadSuffix = '.payload.json';

/** Where the media links of the fixtures point. No server exists there. */
const fixtureMediaOrigin = /https?:\/\/media\.example\//g;

/** Points the media links of a fixture at the emulator, which serves the same files. */
export function withLocalMedia(json: string, localOrigin: string): string {
  return json.replaceAll(fixtureMediaOrigin, `${localOrigin}${emulatorPaths.media}`);
}

/** A callback body to send, with the provider whose folder it is in. */
export interface CallbackFixture {
  readonly bytes: Buffer;
  /** The bytes as text. */
  readonly body: string;
  /** Whether the body is the JSON of a fixture, which the provider may send in another format. */
  readonly isDecoded: boolean;
  readonly provider: string | undefined;
}

/**
 * The bytes that the provider would send: a fixture in the format of the provider, any other file as it is.
 *
 * @param localOrigin origin of the emulator that serves the media of the fixtures; absent without one
 */
export function toCallbackBody(
  { bytes, body, isDecoded }: CallbackFixture,
  codec: BodyCodec,
  localOrigin: string | undefined,
): Buffer<ArrayBuffer> {
  if (!isDecoded) return Buffer.from(bytes);
  return Buffer.from(codec.encode(localOrigin ? withLocalMedia(body, localOrigin) : body));
}

/**
 * Reads a fixture by its name (`incs/new_message.whatsapp-image`) or any file by its path.
 *
 * @throws {CommandError} when neither exists
 */
export async function readCallbackFixture(nameOrFile: string): Promise<CallbackFixture> {
  // A provider of the app has its fixtures beside those of this package.
  const projects = [...new Set([projectDirectory, process.cwd()])];
  const candidates = [
    ...projects.map((project) => path.join(project, 'fixtures', `${nameOrFile}${payloadSuffix}`)),
    path.resolve(nameOrFile),
  ];
  for (const file of candidates) {
    const bytes = await readFile(file).catch(() => undefined);
    if (bytes === undefined) continue;
    const project = projects.find((each) => !path.relative(each, file).startsWith('..'));
    const [folder, provider] = path.relative(project ?? '/', file).split(path.sep);
    return {
      bytes,
      body: bytes.toString(),
      isDecoded: file.endsWith(payloadSuffix),
      provider: folder === 'fixtures' ? provider : undefined,
    };
  }
  throw new CommandError(`${nameOrFile} is neither the name of a fixture nor a file`);
}
