import { EmulatorError } from '../../emulator-client/emulator-error.ts';
import { type EndpointVariable, endpointVariables } from '../engines/endpoint-variables.ts';

const responseTimeoutMs = 5_000;

/**
 * The endpoints of the environment that take the place of embedded engines.
 *
 * @throws {EmulatorError} for one that is no address, or where nothing answers.
 */
export async function readReplacements(
  environment: Readonly<Record<string, string | undefined>>,
): Promise<Readonly<Partial<Record<EndpointVariable, string>>>> {
  const replacements = endpointVariables.flatMap((variable) => {
    const endpoint = environment[variable];
    return endpoint ? [[variable, endpoint] as const] : [];
  });
  await Promise.all(replacements.map(([variable, endpoint]) => requireAnswer(variable, endpoint)));
  return Object.fromEntries(replacements);
}

/** Whatever it answers to a request without a signature, it is there. */
async function requireAnswer(variable: EndpointVariable, endpoint: string): Promise<void> {
  if (!/^https?:$/.test(URL.parse(endpoint)?.protocol ?? '')) {
    throw new EmulatorError(
      `${variable} is ${endpoint}, which is no address: write it like http://127.0.0.1:8000`,
    );
  }
  const signal = AbortSignal.timeout(responseTimeoutMs);
  const response = await fetch(endpoint, { signal, redirect: 'manual' }).catch(() => undefined);
  await response?.body?.cancel();
  if (response) return;
  throw new EmulatorError(
    `nothing answers at ${endpoint}, where ${variable} points: start it, or unset the variable to use the embedded engine`,
  );
}
