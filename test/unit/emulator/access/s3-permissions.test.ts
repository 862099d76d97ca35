import { describe, expect, it } from 'vitest';
import type { RequestContext } from '../../../../tools/emulator/access/request-context.ts';
import type { AwsCall } from '../../../../tools/emulator/aws/call.ts';
import { call, conditionKeysOf, neededBy } from './calls.ts';

describe('a call of S3', () => {
  it.each<[string, AwsCall, unknown, string[]]>([
    [
      'an object',
      call('s3', '', { method: 'PUT', url: '/bucket/a/b%20c?x-id=PutObject' }),
      undefined,
      ['s3:PutObject arn:aws:s3:::bucket/a/b c'],
    ],
    [
      'a part of an upload',
      call('s3', '', { method: 'PUT', url: '/bucket/key?partNumber=1&uploadId=u' }),
      undefined,
      ['s3:PutObject arn:aws:s3:::bucket/key'],
    ],
    [
      'an abandoned upload',
      call('s3', '', { method: 'DELETE', url: '/bucket/key?uploadId=u' }),
      undefined,
      ['s3:AbortMultipartUpload arn:aws:s3:::bucket/key'],
    ],
    [
      'a copy',
      call('s3', '', {
        method: 'PUT',
        url: '/to/key',
        headers: { 'x-amz-copy-source': '/from/key' },
      }),
      undefined,
      ['s3:PutObject arn:aws:s3:::to/key', 's3:GetObject arn:aws:s3:::from/key'],
    ],
    [
      'a list of objects',
      call('s3', '', { method: 'GET', url: '/bucket?list-type=2' }),
      undefined,
      ['s3:ListBucket arn:aws:s3:::bucket'],
    ],
  ])('needs the permissions that AWS requires: %s', (_, made, input, expected) => {
    expect(neededBy(made, input)).toEqual(expected);
  });

  it.each([
    ['GET', '/', 's3:ListAllMyBuckets *'],
    ['HEAD', '/bucket', 's3:ListBucket arn:aws:s3:::bucket'],
    ['PUT', '/bucket', 's3:CreateBucket arn:aws:s3:::bucket'],
    ['DELETE', '/bucket', 's3:DeleteBucket arn:aws:s3:::bucket'],
    ['POST', '/bucket?delete', 's3:DeleteObject arn:aws:s3:::bucket'],
    ['GET', '/bucket?uploads', 's3:ListBucketMultipartUploads arn:aws:s3:::bucket'],
    ['GET', '/bucket?versions', 's3:ListBucketVersions arn:aws:s3:::bucket'],
    ['GET', '/bucket/key', 's3:GetObject arn:aws:s3:::bucket/key'],
    ['HEAD', '/bucket/key', 's3:GetObject arn:aws:s3:::bucket/key'],
    ['DELETE', '/bucket/key', 's3:DeleteObject arn:aws:s3:::bucket/key'],
    ['GET', '/bucket/key?tagging', 's3:GetObjectTagging arn:aws:s3:::bucket/key'],
    ['PUT', '/bucket/key?tagging', 's3:PutObjectTagging arn:aws:s3:::bucket/key'],
    ['GET', '/bucket/key?uploadId=u', 's3:ListMultipartUploadParts arn:aws:s3:::bucket/key'],
    ['POST', '/bucket/key?uploadId=u', 's3:PutObject arn:aws:s3:::bucket/key'],
  ])('%s %s needs %s', (method, url, expected) => {
    expect(neededBy(call('s3', '', { method, url }), undefined)).toEqual([expected]);
  });

  it('with tags of an object needs the permission for them, too', () => {
    const headers = { 'x-amz-tagging': 'a=b' };
    const put = call('s3', '', { method: 'PUT', url: '/bucket/key', headers });
    expect(neededBy(put, undefined)).toEqual([
      's3:PutObject arn:aws:s3:::bucket/key',
      's3:PutObjectTagging arn:aws:s3:::bucket/key',
    ]);
  });

  it.each<[string, AwsCall, unknown, RequestContext]>([
    [
      'a list of objects',
      call('s3', '', { method: 'GET', url: '/bucket?list-type=2&prefix=a%2F' }),
      undefined,
      { 's3:prefix': ['a/'], 's3:delimiter': [], 's3:max-keys': [] },
    ],
  ])('has condition keys for its input: %s', (_, made, input, expected) => {
    expect(conditionKeysOf(made, input)).toEqual(expected);
  });
});
