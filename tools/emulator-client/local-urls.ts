import type {
  CallbackOutputs,
  CallbackOutputsByProvider,
} from '../../shared/runtime/stack-outputs.ts';

/** Everything below this path belongs to the emulator and does not exist on AWS. */
export const localPrefix = '/_local/';

const functionUrlPrefix = `${localPrefix}function-urls/`;

/** Finds the function URL that a path of the local port stands for; `undefined` for any other path. */
export function readFunctionUrlPath(
  pathAndQuery: string,
): { readonly name: string; readonly rest: string } | undefined {
  if (!pathAndQuery.startsWith(functionUrlPrefix)) return undefined;
  const [, name = '', rest = ''] =
    /^([^/?]+)(.*)$/.exec(pathAndQuery.slice(functionUrlPrefix.length)) ?? [];
  return { name, rest: rest.startsWith('/') ? rest : `/${rest}` };
}

/** The callback outputs of a stack with the URLs at which the emulator serves them. */
export function toLocalOutputs(
  outputs: CallbackOutputsByProvider,
  origin: string,
): CallbackOutputsByProvider {
  const entries = [...outputs].map(([provider, { api, functionUrl, secretArn }]) => {
    const local: CallbackOutputs = {
      secretArn,
      api: api && `${origin}${new URL(api).pathname}`,
      functionUrl: functionUrl && `${origin}${functionUrlPrefix}${provider}`,
    };
    return [provider, local] as const;
  });
  return new Map(entries);
}
