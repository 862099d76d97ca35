import type { Agent, IncomingMessage, ServerResponse } from 'node:http';
import type { AwsCall } from './call.ts';
import type { AwsEndpointOptions } from './endpoint.ts';
import { forward, ownerAuthorization } from './forward.ts';
import { createObjectWrites } from './object-writes.ts';

/** Answers a call of S3; bodies pass through without being held. */
export type S3Calls = (
  call: AwsCall,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
) => Promise<void>;

export type S3CallsOptions = Pick<AwsEndpointOptions, 'authorize'> & {
  readonly engine: string | undefined;
  readonly agent: Agent;
};

/** S3 as the engine has it, with what AWS does besides: conditional writes, and keys kept secret. */
export function createS3Calls({ engine, agent, authorize }: S3CallsOptions): S3Calls {
  const writes = createObjectWrites();
  return async (call, incoming, outgoing) => {
    authorize(call, undefined);
    if (!engine) throw new Error('S3 needs an engine');
    const mayTell = (status: number) => {
      // Who may not list a bucket is not told whether it has a key.
      if (status === 404 && isObjectRead(call)) authorize(toListCall(call), undefined);
    };
    await writes.inTurn(
      call,
      () => objectExists(call, engine),
      () => forward(call, engine, agent, incoming, outgoing, mayTell),
    );
  };
}

async function objectExists({ url, headers }: AwsCall, engine: string): Promise<boolean> {
  const [path = ''] = url.split('?');
  const { status } = await fetch(`${engine}${path}`, {
    method: 'HEAD',
    headers: ownerAuthorization(headers),
  });
  if (status === 200) return true;
  if (status === 404) return false;
  throw new Error(`the engine for S3 answered ${status}`);
}

function isObjectRead({ method, url }: AwsCall): boolean {
  return (method === 'GET' || method === 'HEAD') && /^\/[^/?]+\/[^?]/.test(url);
}

/** The call that lists the bucket of a call. */
function toListCall(call: AwsCall): AwsCall {
  const [, bucket = ''] = call.url.split(/[/?]/);
  return { ...call, method: 'GET', url: `/${bucket}` };
}
