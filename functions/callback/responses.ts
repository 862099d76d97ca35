import type { Manifest } from '../../shared/provider/manifest.ts';

/** The HTTP response to a callback. */
export interface CallbackResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

interface Problem {
  readonly status: number;
  readonly title: string;
  readonly detail: string;
}

/**
 * Every refusal of a callback. The texts are constant: nothing of the request and nothing of an
 * error ever leaves the gateway. Our own failures are 5xx, since many providers stop retrying after a
 * 4xx.
 */
export const problems = {
  unauthorized: {
    status: 401,
    title: 'Not authentic',
    detail:
      'The token in the callback URL, a required header or the signature is invalid. Enter the current callback URL in the provider console.',
  },
  methodNotAllowed: {
    status: 405,
    title: 'Method not allowed',
    detail: 'This provider sends callbacks with another method. The Allow header lists it.',
  },
  tooLarge: {
    status: 413,
    title: 'Body too large',
    detail: 'The body is larger than any callback that a provider sends. Nothing was stored.',
  },
  truncated: {
    status: 503,
    title: 'Body truncated',
    detail: 'The body ends too early. What arrived is stored. Send the callback again, in full.',
  },
  unavailable: {
    status: 503,
    title: 'Temporarily unavailable',
    detail: 'The callback could not be stored. Send it again.',
  },
} as const satisfies Record<string, Problem>;

export type ProblemName = keyof typeof problems;

/** A refusal as `application/problem+json` (RFC 9457); a 405 names the methods (RFC 9110, §15.5.6). */
export function toProblemResponse(name: ProblemName, { methods }: Manifest): CallbackResponse {
  const { status, title, detail } = problems[name];
  return {
    status,
    headers: {
      'content-type': 'application/problem+json',
      ...(name === 'methodNotAllowed' && { allow: methods.join(', ') }),
    },
    body: JSON.stringify({ type: 'about:blank', title, status, detail }),
  };
}

/** The response to a callback whose events are all durable: what the provider expects. */
export function toSuccessResponse(manifest: Manifest): CallbackResponse {
  const { success } = manifest;
  const contentType = 'contentType' in success ? success.contentType : undefined;
  const headers = contentType === undefined ? {} : { 'content-type': contentType };
  return { status: success.status, headers, body: success.body };
}

/** The response to a handshake. */
export function toHandshakeResponse(body: string, { handshake }: Manifest): CallbackResponse {
  return { status: 200, headers: { 'content-type': handshake?.contentType ?? 'text/plain' }, body };
}
