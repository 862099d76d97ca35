import { localAccount } from '../../emulator-client/account.ts';
import type { AwsCall } from '../aws/call.ts';
import type { Permission } from './policy.ts';
import type { RequestContext } from './request-context.ts';

/** The permissions that an S3 request needs, by its method, path and query. Clients use path style here. */
export function s3Permissions({ method, url, headers }: AwsCall): readonly Permission[] {
  const { pathname, searchParams: query } = new URL(url, 'http://s3.local');
  const [bucket = '', ...key] = decodeURIComponent(pathname).slice(1).split('/');
  if (bucket === '') return [{ action: 's3:ListAllMyBuckets', resource: '*' }];
  const resource = arnOf(bucket);
  if (key.join('/') === '') {
    return [{ action: bucketAction(method, query), resource, context: listContext(query) }];
  }
  const source = headers['x-amz-copy-source'];
  return [
    { action: objectAction(method, query), resource: `${resource}/${key.join('/')}` },
    ...(typeof source === 'string'
      ? [{ action: 's3:GetObject', resource: arnOf(decodeURIComponent(source).replace(/^\//, '')) }]
      : []),
    ...(headers['x-amz-tagging'] === undefined
      ? []
      : [{ action: 's3:PutObjectTagging', resource: `${resource}/${key.join('/')}` }]),
  ];
}

function bucketAction(method: string, query: URLSearchParams): string {
  if (method === 'PUT') return 's3:CreateBucket';
  if (method === 'DELETE') return 's3:DeleteBucket';
  if (method === 'POST' && query.has('delete')) return 's3:DeleteObject';
  if (query.has('uploads')) return 's3:ListBucketMultipartUploads';
  if (query.has('versions')) return 's3:ListBucketVersions';
  return 's3:ListBucket';
}

/** The condition keys of a listing: which part of the bucket, and how much of it. */
function listContext(query: URLSearchParams): RequestContext {
  return {
    's3:prefix': query.getAll('prefix'),
    's3:delimiter': query.getAll('delimiter'),
    's3:max-keys': query.getAll('max-keys'),
  };
}

function objectAction(method: string, query: URLSearchParams): string {
  if (query.has('tagging')) return method === 'GET' ? 's3:GetObjectTagging' : 's3:PutObjectTagging';
  switch (method) {
    case 'GET':
      return query.has('uploadId') ? 's3:ListMultipartUploadParts' : 's3:GetObject';
    case 'HEAD':
      return 's3:GetObject';
    case 'DELETE':
      return query.has('uploadId') ? 's3:AbortMultipartUpload' : 's3:DeleteObject';
    default:
      // A multipart upload needs the same permission.
      return 's3:PutObject';
  }
}

function arnOf(path: string): string {
  return `arn:${localAccount.partition}:s3:::${path}`;
}
