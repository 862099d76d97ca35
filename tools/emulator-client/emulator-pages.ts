import { z } from 'zod';
import { EmulatorError } from './emulator-error.ts';
import { type DocumentName, emulatorPaths } from './local-urls.ts';

const emulatorStack = z.object({
  name: z.string(),
  id: z.string(),
  awsEndpoint: z.string(),
  outputs: z.record(z.string(), z.unknown()),
});

/** The stack that an emulator runs, and the endpoint for its AWS services. */
export type EmulatorStack = z.infer<typeof emulatorStack>;

/** @throws {EmulatorError} when no emulator responds at this origin */
export async function readEmulatorStack(origin: string): Promise<EmulatorStack> {
  return emulatorStack.parse(await readDocument(origin, 'stack'));
}

/**
 * Reads the CloudFormation template that an emulator runs.
 *
 * @throws {EmulatorError} when no emulator responds at this origin
 */
export function readEmulatorTemplate(origin: string): Promise<unknown> {
  return readDocument(origin, 'template');
}

async function readDocument(origin: string, name: DocumentName): Promise<unknown> {
  return (await fetchFromEmulator(`${origin}${emulatorPaths.document(name)}`)).json();
}

/**
 * Requests a page of an emulator.
 *
 * @throws {EmulatorError} when no emulator responds, or its status is not 2xx
 */
export async function fetchFromEmulator(url: string): Promise<Response> {
  const response = await fetch(url).catch(() => undefined);
  if (response?.ok) return response;
  throw new EmulatorError(
    response
      ? `${url} responded with ${response.status}: the emulator may still be starting`
      : `no emulator responds at ${new URL(url).origin}: start it with npm start, or name its --port`,
  );
}
