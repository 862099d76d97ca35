import { readdir, readFile } from 'node:fs/promises';
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
 * @throws {CommandError} when neither exists, with names that do
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
  throw new CommandError(
    `${nameOrFile} is neither the name of a fixture nor a file: ${await suggestFixtures(nameOrFile, projects)}`,
  );
}

/** The names of a provider's fixtures, of this package and of the app in the working directory. */
export async function listCallbackFixtures(provider: string): Promise<readonly string[]> {
  const files = await filesIn(provider, [...new Set([projectDirectory, process.cwd()])]);
  return files
    .filter((file) => file.endsWith(payloadSuffix))
    .map((file) => `${provider}/${file.slice(0, -payloadSuffix.length)}`);
}

/** The files of a folder of fixtures; none of one that does not exist. */
async function filesIn(folder: string, projects: readonly string[]): Promise<readonly string[]> {
  const lists = projects.map((project) =>
    readdir(path.join(project, 'fixtures', folder)).catch((): string[] => []),
  );
  return [...new Set((await Promise.all(lists)).flat())].sort();
}

/** More would hide the sentence that they belong to. */
const mostNamesInAnError = 5;

/** The names of the provider's fixtures that begin most like this one, or else the providers that have some. */
async function suggestFixtures(name: string, projects: readonly string[]): Promise<string> {
  const [provider = ''] = name.split('/');
  const names = (await listCallbackFixtures(provider))
    .map((each) => ({ each, same: countSameLetters(each, name) }))
    .sort((one, other) => other.same - one.same)
    .map(({ each }) => each);
  if (names.length > 0) {
    const shown = names.slice(0, mostNamesInAnError);
    return `${provider} has ${names.length}, such as ${shown.join(', ')}`;
  }
  const providers = (await filesIn('', projects)).filter(
    (each) => each !== 'media' && !each.includes('.'),
  );
  return `there are some of ${providers.join(', ')}: \`send <provider>\` names them`;
}

/** How many letters two texts begin with in common. */
function countSameLetters(one: string, other: string): number {
  const different = [...one].findIndex((letter, index) => letter !== other[index]);
  return different < 0 ? one.length : different;
}
