import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { localAccount } from '../../emulator-client/account.ts';
import { localSecretKey } from '../../emulator-client/aws-clients.ts';
import { AwsError } from './aws-error.ts';
import type { AwsCall } from './call.ts';

/**
 * What a signature says: in a header, or in the query of a presigned URL.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
interface Claim {
  readonly scope: readonly string[];
  readonly signedHeaders: readonly string[];
  readonly signature: string;
  /** `20261128T140300Z`. */
  readonly signedAt: string;
  /** Of a presigned URL. */
  readonly validSeconds?: number;
}

/** AWS accepts no signature that is older, or more in the future (IAM user guide, read 2026-11-28). */
const maxSkewMs = 15 * 60 * 1000;

/** The greatest validity of a presigned URL (S3 API reference, `X-Amz-Expires`, read 2026-11-28). */
const maxValidSeconds = 7 * 24 * 3600;

const unsignedPayload = 'UNSIGNED-PAYLOAD';

/**
 * Verifies the signature (version 4) of a call as AWS does: with the secret key that everyone has here, for this
 * region, and not older than it may be.
 *
 * @param body undefined for S3, whose calls name the hash of their body in a header
 * @throws {AwsError} with the code that the service uses
 */
export function verifySignature(call: AwsCall, body: Uint8Array | undefined, now: Date): void {
  const claim = readClaim(call);
  if (claim === undefined) throw mismatch(call, 'it is incomplete');
  const [day = '', region = '', service = '', end] = claim.scope;
  if (region !== localAccount.region) throw wrongRegion(call, region);
  if (end !== 'aws4_request' || !claim.signedAt.startsWith(day)) {
    throw mismatch(call, 'its scope is not that of the request');
  }
  requireSignedHeaders(call, claim);
  requireValidTime(call, claim, now);
  const expected = sign(call, claim, payloadHash(call, claim, body));
  if (!isSame(expected, claim.signature)) {
    throw mismatch(call, `the secret access key is ${localSecretKey} on the emulator`);
  }

  function sign(of: AwsCall, { scope, signedHeaders, signedAt }: Claim, payload: string): string {
    const request = [
      of.method,
      canonicalPath(of),
      canonicalQuery(of),
      ...signedHeaders.map((name) => `${name}:${headerOf(of, name)}`),
      '',
      signedHeaders.join(';'),
      payload,
    ].join('\n');
    const text = ['AWS4-HMAC-SHA256', signedAt, scope.join('/'), sha256(request)].join('\n');
    const key = [day, region, service, 'aws4_request'].reduce<string | Buffer>(
      (secret, part) => createHmac('sha256', secret).update(part).digest(),
      `AWS4${localSecretKey}`,
    );
    return createHmac('sha256', key).update(text).digest('hex');
  }
}

function readClaim({ url, headers }: AwsCall): Claim | undefined {
  const { authorization } = headers;
  if (authorization !== undefined) {
    const part = (name: string) => new RegExp(`${name}=([^,\\s]+)`).exec(authorization)?.[1];
    return toClaim({
      credential: part('Credential'),
      signedHeaders: part('SignedHeaders'),
      signature: part('Signature'),
      signedAt: headers['x-amz-date'],
    });
  }
  const { searchParams } = new URL(url, 'http://localhost');
  const part = (name: string) => searchParams.get(`X-Amz-${name}`) ?? undefined;
  const claim = toClaim({
    credential: part('Credential'),
    signedHeaders: part('SignedHeaders'),
    signature: part('Signature'),
    signedAt: part('Date'),
  });
  return claim && { ...claim, validSeconds: Number(part('Expires')) };
}

function toClaim(parts: Readonly<Record<string, string | string[] | undefined>>) {
  const { credential, signedHeaders, signature, signedAt } = parts;
  if (typeof credential !== 'string' || typeof signedHeaders !== 'string') return undefined;
  if (typeof signature !== 'string' || typeof signedAt !== 'string') return undefined;
  // An access key has no slash.
  const scope = credential.split('/').slice(1);
  return { scope, signedHeaders: signedHeaders.split(';'), signature, signedAt };
}

/** The host must be signed, and for S3 every header of AWS: a proxy must not be able to add one. */
function requireSignedHeaders(call: AwsCall, { signedHeaders }: Claim): void {
  const needed = ['host', ...Object.keys(call.headers).filter((name) => isOfS3(call, name))];
  const missing = needed.filter((name) => !signedHeaders.includes(name));
  if (missing.length > 0) {
    const message = `There were headers present in the request which were not signed: ${missing.join(', ')}`;
    throw call.service === 's3'
      ? new AwsError('AccessDenied', message, 403)
      : mismatch(call, message);
  }
}

function isOfS3({ service }: AwsCall, header: string): boolean {
  return service === 's3' && header.startsWith('x-amz-');
}

function requireValidTime(call: AwsCall, { signedAt, validSeconds }: Claim, now: Date): void {
  const time = signedAt.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z');
  const aheadMs = new Date(time).getTime() - now.getTime();
  if (Number.isNaN(aheadMs)) throw mismatch(call, `${signedAt} is not a time`);
  const isExpired = -aheadMs > (validSeconds === undefined ? maxSkewMs : validSeconds * 1000);
  if (validSeconds !== undefined) {
    if (!(validSeconds >= 1 && validSeconds <= maxValidSeconds)) {
      throw new AwsError(
        'AuthorizationQueryParametersError',
        `X-Amz-Expires must be from 1 to ${maxValidSeconds} seconds`,
      );
    }
    if (isExpired) throw new AwsError('AccessDenied', 'Request has expired', 403);
  }
  if (aheadMs > maxSkewMs || isExpired) {
    throw call.service === 's3'
      ? new AwsError(
          'RequestTimeTooSkewed',
          'The difference between the request time and the current time is too large.',
          403,
        )
      : mismatch(call, `Signature expired: ${signedAt} is not within 15 minutes`);
  }
}

function payloadHash(call: AwsCall, claim: Claim, body: Uint8Array | undefined): string {
  if (body !== undefined) return sha256(body);
  if (claim.validSeconds !== undefined) return unsignedPayload;
  const given = call.headers['x-amz-content-sha256'];
  if (typeof given === 'string') return given;
  throw new AwsError(
    'InvalidRequest',
    'Missing required header for this request: x-amz-content-sha256',
  );
}

/**
 * The SHA-256 that the body of a call to S3 must have; undefined when its signature leaves the body out, or signs
 * it in chunks.
 */
export function bodyHashOf({ headers }: AwsCall): string | undefined {
  const given = headers['x-amz-content-sha256'];
  return typeof given === 'string' && /^[0-9a-f]{64}$/.test(given) ? given : undefined;
}

/** S3 encodes a path once, all others encode the path of the request once more. */
function canonicalPath({ service, url }: AwsCall): string {
  const [path = '/'] = url.split('?');
  const text = service === 's3' ? decode(path) : path;
  return text.split('/').map(encode).join('/');
}

function canonicalQuery({ url }: AwsCall): string {
  const start = url.indexOf('?');
  const pairs = start < 0 ? [] : url.slice(start + 1).split('&');
  return pairs
    .filter((pair) => pair !== '' && !pair.startsWith('X-Amz-Signature='))
    .map((pair) => {
      const [name = '', ...value] = pair.split('=');
      return [encode(decode(name)), encode(decode(value.join('=')))] as const;
    })
    .sort(([name, value], [otherName, otherValue]) =>
      name === otherName ? compare(value, otherValue) : compare(name, otherName),
    )
    .map((pair) => pair.join('='))
    .join('&');
}

function compare(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}

function headerOf({ headers }: AwsCall, name: string): string {
  const value = headers[name] ?? '';
  return [value].flat().join(',').trim().replace(/\s+/g, ' ');
}

/** Leaves only the unreserved characters as they are (RFC 3986, §2.3). */
function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function sha256(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}

function isSame(one: string, other: string): boolean {
  const [left, right] = [Buffer.from(one), Buffer.from(other)];
  return left.length === right.length && timingSafeEqual(left, right);
}

function mismatch({ service }: AwsCall, why: string): AwsError {
  const text =
    'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method';
  return service === 's3' || service === 'sqs'
    ? new AwsError('SignatureDoesNotMatch', `${text}: ${why}.`, 403)
    : new AwsError('InvalidSignatureException', `${text}: ${why}.`);
}

function wrongRegion({ service }: AwsCall, region: string): AwsError {
  return service === 's3'
    ? new AwsError(
        'AuthorizationHeaderMalformed',
        `The authorization header is malformed; the region '${region}' is wrong; expecting '${localAccount.region}'`,
      )
    : new AwsError(
        'InvalidSignatureException',
        `Credential should be scoped to a valid region, not '${region}': the emulator is in ${localAccount.region}.`,
      );
}
