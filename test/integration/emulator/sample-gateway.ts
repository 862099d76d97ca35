import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type EmulatorOptions, startEmulator } from '../../../tools/emulator/emulator.ts';
import { createClients } from '../../../tools/emulator-client/aws-clients.ts';
import type { EventEnvelope } from '../../../tools/emulator-client/event-log.ts';
import { projectDirectory } from '../../../tools/project-directory.ts';
import { findEvent } from '../find-event.ts';

/** The handmade cloud assembly. */
const sampleAssembly = fileURLToPath(new URL('sample-stack', import.meta.url));

/** Runs the sample stack, with functions for the tests to send requests to it and to read its state. */
export async function startSampleGateway(options: Partial<EmulatorOptions> = {}) {
  const gateway = await startEmulator({
    port: 0,
    dataDirectory: undefined,
    assemblyDirectory: sampleAssembly,
    ...options,
  });
  const origin = `http://127.0.0.1:${gateway.port}`;
  const post = (url: string, body: object = {}) =>
    fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  return {
    ...gateway,
    origin,
    aws: createClients(gateway.awsEndpoint, 'test'),
    output: (name: string) => String(gateway.outputs[name]),
    /** Requests a task of the endpoint's function, through the HTTP API. */
    request: (task: string, body?: object) => post(`${origin}/${task}`, body),
    /** Requests a task through the function URL. */
    requestByUrl: (task: string, body?: object) =>
      post(`${origin}/_local/function-urls/Sample-EndpointUrl/${task}`, body),
    /** Waits for the first event on the bus that matches. */
    event: (matches: (event: EventEnvelope) => boolean) => findEvent(origin, matches),
  };
}

export type SampleGateway = Awaited<ReturnType<typeof startSampleGateway>>;

/** A copy of the sample stack with changes to its template, in its own directory. */
export async function withTemplate(
  change: (
    resources: Record<string, { Type: string; Properties: Record<string, unknown> }>,
    outputs: Record<string, unknown>,
  ) => void,
): Promise<{ readonly directory: string; remove(): Promise<void> }> {
  const directory = await mkdtemp(path.join(tmpdir(), 'tributary-sample-'));
  await cp(sampleAssembly, directory, { recursive: true });
  // The functions import packages.
  await symlink(path.join(projectDirectory, 'node_modules'), path.join(directory, 'node_modules'));
  const file = path.join(directory, 'Sample.template.json');
  const template = JSON.parse(await readFile(file, 'utf8'));
  change(template.Resources, template.Outputs);
  await writeFile(file, JSON.stringify(template));
  return { directory, remove: () => rm(directory, { recursive: true }) };
}
