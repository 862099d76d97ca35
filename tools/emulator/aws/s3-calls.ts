import type { Agent, IncomingMessage, ServerResponse } from 'node:http';
import { decodePath } from '../../emulator-client/decode-path.ts';
import type { Authorize } from '../access/authorize.ts';
import { AwsError } from './aws-error.ts';
import type { AwsCall } from './call.ts';
import { checkedBody } from './checked-body.ts';
import { forward, ownerAuthorization } from './forward.ts';
import { createObjectWrites } from './object-writes.ts';
import { bodyHashOf } from './signature.ts';

/** Serves a call to S3 and streams its bodies. */
export type S3Calls = (
  call: AwsCall,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
) => Promise<void>;

export interface S3CallsOptions {
  readonly authorize: Authorize;
  readonly engine: string | undefined;
  readonly agent: Agent;
}

/**
 * Serves S3 from the engine, and adds what the engine lacks: conditional writes, and 403 instead of 404
 * for a caller who may not list the bucket.
 */
export function createS3Calls({ engine, agent, authorize }: S3CallsOptions): S3Calls {
  const writes = createObjectWrites();
  return async (call, incoming, outgoing) => {
    authorize(call, undefined);
    requireLimits(call);
    if (!engine) throw new Error('S3 needs an engine');
    const authorizeStatus = (status: number) => {
      // 404 would reveal that the key does not exist.
      if (status === 404 && isObjectRead(call)) authorize(toListCall(call), undefined);
    };
    const sha256 = bodyHashOf(call);
    const body = sha256 === undefined ? incoming : checkedBody(incoming, sha256);
    await writes.inTurn(
      call,
      () => objectExists(call, engine),
      () => forward(call, engine, agent, body, outgoing, authorizeStatus),
    );
  };
}

/** S3 user guide, "Naming objects" and "Multipart upload limits", read 2026-11-28. */
const maxKeyBytes = 1024;
const maxParts = 10_000;

/** Refuses what the engine accepts and S3 does not. */
function requireLimits({ url }: AwsCall): void {
  const { pathname, searchParams } = new URL(url, 'http://s3.local');
  const key = pathname.split('/').slice(2).join('/');
  if (Buffer.byteLength(decodePath(key)) > maxKeyBytes) {
    throw new AwsError('KeyTooLongError', 'Your key is too long');
  }
  if (Number(searchParams.get('partNumber') ?? 1) > maxParts) {
    throw new AwsError(
      'InvalidArgument',
      `Part number must be an integer between 1 and ${maxParts}, inclusive`,
    );
  }
}

async function objectExists({ url, headers }: AwsCall, engine: string): Promise<boolean> {
  const [path = ''] = url.split('?');
  const { status } = await fetch(`${engine}${path}`, {
    method: 'HEAD',
    headers: ownerAuthorization(headers),
  });
  if (status === 200) return true;
  if (status === 404) return false;
  throw new Error(`the engine for S3 responded with ${status}`);
}

function isObjectRead({ method, url }: AwsCall): boolean {
  return (method === 'GET' || method === 'HEAD') && /^\/[^/?]+\/[^?]/.test(url);
}

/** The call that lists the bucket of another call. */
function toListCall(call: AwsCall): AwsCall {
  const [, bucket = ''] = call.url.split(/[/?]/);
  return { ...call, method: 'GET', url: `/${bucket}` };
}
