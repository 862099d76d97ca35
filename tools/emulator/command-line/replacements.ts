import { EmulatorError } from '../../emulator-client/emulator-error.ts';
import { type EndpointVariable, endpointVariables } from '../engines/endpoint-variables.ts';

const responseTimeoutMs = 5_000;

/**
 * Reads the endpoints of the environment that replace embedded engines.
 *
 * @throws {EmulatorError} for an endpoint that is not a URL, or does not respond
 */
export async function readReplacements(
  environment: Readonly<Record<string, string | undefined>>,
): Promise<Readonly<Partial<Record<EndpointVariable, string>>>> {
  const replacements = endpointVariables.flatMap((variable) => {
    const endpoint = environment[variable];
    return endpoint ? [[variable, endpoint] as const] : [];
  });
  await Promise.all(
    replacements.map(([variable, endpoint]) => requireResponse(variable, endpoint)),
  );
  return Object.fromEntries(replacements);
}

/** Any response counts, also a refusal of the unsigned request. */
async function requireResponse(variable: EndpointVariable, endpoint: string): Promise<void> {
  if (!/^https?:$/.test(URL.parse(endpoint)?.protocol ?? '')) {
    throw new EmulatorError(
      `${variable} is ${endpoint}, which is not a URL: set it to one like http://127.0.0.1:8000`,
    );
  }
  const signal = AbortSignal.timeout(responseTimeoutMs);
  const response = await fetch(endpoint, { signal, redirect: 'manual' }).catch(() => undefined);
  await response?.body?.cancel();
  if (response) return;
  throw new EmulatorError(
    `no server responds at ${endpoint}, to which ${variable} points: start one, or unset the variable to use the embedded engine`,
  );
}
