/** A call to Lambda, whose operations are a method and a path: its input is in the path, the query and the body. */
export interface LambdaRequest {
  /** Empty for an operation that the emulator does not have. */
  readonly operation: string;
  /** What the path and the query say of the input. */
  readonly parameters: Readonly<Record<string, string>>;
}

const mappings = '/2015-03-31/event-source-mappings/';
const configuration = /^\/2015-03-31\/functions\/([^/]+)\/configuration$/;

/**
 * Reads which operation a request is.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/api/API_UpdateEventSourceMapping.html and
 *   https://docs.aws.amazon.com/lambda/latest/api/API_GetFunctionConfiguration.html (read 2026-11-28)
 */
export function readLambdaRequest(method: string, url: string): LambdaRequest {
  const { pathname, searchParams } = new URL(url, 'http://localhost');
  const isOfMappings = `${pathname}/`.startsWith(mappings);
  const id = decodeURIComponent(pathname.slice(mappings.length));
  if (isOfMappings && method === 'GET' && id === '') {
    return {
      operation: 'ListEventSourceMappings',
      parameters: Object.fromEntries(searchParams),
    };
  }
  if (isOfMappings && method === 'PUT' && id !== '') {
    return { operation: 'UpdateEventSourceMapping', parameters: { UUID: id } };
  }
  const [, name] = configuration.exec(pathname) ?? [];
  if (method === 'GET' && name !== undefined) {
    const FunctionName = decodeURIComponent(name);
    return { operation: 'GetFunctionConfiguration', parameters: { FunctionName } };
  }
  return { operation: '', parameters: {} };
}
