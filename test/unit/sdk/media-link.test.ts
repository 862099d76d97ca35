import { S3Client } from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import { signMediaLink } from '../../../shared/runtime/s3-media-link.ts';

const credentials = { accessKeyId: 'EXAMPLE', secretAccessKey: 'secret', sessionToken: 'token' };
const client = new S3Client({ region: 'eu-west-1', credentials });
const object = { bucket: 'media-example', key: 'incs/wamid.A/0 1=.jpg' };
const now = new Date('2026-01-02T03:04:05.678Z');

describe('signMediaLink', () => {
  it('links to the object for the given time, with the session token of the credentials', async () => {
    const url = new URL(await signMediaLink(client, object, 900, now));
    expect(`${url.origin}${url.pathname}`).toBe(
      'https://media-example.s3.eu-west-1.amazonaws.com/incs/wamid.A/0%201%3D.jpg',
    );
    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
      'X-Amz-Credential': 'EXAMPLE/20260102/eu-west-1/s3/aws4_request',
      'X-Amz-Date': '20260102T030405Z',
      'X-Amz-Expires': '900',
      'X-Amz-Security-Token': 'token',
      'X-Amz-SignedHeaders': 'host',
      // The signature that botocore's S3SigV4QueryAuth gives for this URL.
      'X-Amz-Signature': '79af689b55095f7ee5d275c3c29155600f1446e0d8bef66d7f0fb6ee7fa43ade',
    });
  });

  it('signs the URL of the endpoint that the client is configured for', async () => {
    const local = new S3Client({
      region: 'us-east-1',
      credentials,
      endpoint: 'http://127.0.0.1:4566',
      forcePathStyle: true,
    });
    const link = await signMediaLink(local, object, 1, now);
    expect(link).toMatch(
      /^http:\/\/127\.0\.0\.1:4566\/media-example\/incs\/wamid\.A\/0%201%3D\.jpg\?/,
    );
  });

  it.each([0, 604_801, Number.NaN])('refuses %d seconds, as S3 does', async (seconds) => {
    await expect(signMediaLink(client, object, seconds, now)).rejects.toThrow(RangeError);
  });
});
