import { Readable } from 'node:stream';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  type CompleteMultipartUploadCommandInput,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  NoSuchKey,
  NotFound,
  PutObjectCommand,
  type PutObjectCommandInput,
  S3Client,
  S3ServiceException,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import type { Send } from '../../../shared/payloads/s3-payload-store.ts';
import type { ExecutionEnvironment } from '../platform/execution-environment.ts';
import { callAws, InjectedError } from './aws-calls.ts';
import { toModelClient, unknownToModel } from './model-client.ts';
import { untilAborted } from './until-aborted.ts';

/** The condition `If-None-Match: *`, or none. */
type Condition = string | undefined;

export interface BucketOptions {
  /** Whether the bucket keeps the old versions of its objects. */
  readonly isVersioned?: boolean;
}

/** A bucket. Each write of an object is atomic. */
export class Bucket {
  readonly name: string;
  readonly objects = new Map<string, Buffer>();
  /** The last content of every key that was ever written, whether it is still there or not. */
  readonly written = new Map<string, Buffer>();
  /** Every version of each object, also of deleted objects; `undefined` is a delete marker. */
  readonly versions = new Map<string, Map<string, Buffer | undefined>>();
  readonly #isVersioned: boolean;
  readonly #headers = new Map<string, ObjectHeader>();
  readonly #uploads = new Map<string, Upload>();
  #created = 0;

  constructor(name: string, { isVersioned = false }: BucketOptions = {}) {
    this.name = name;
    this.#isVersioned = isVersioned;
  }

  clientFor(environment: ExecutionEnvironment): S3Client {
    const call = (operation: string, effect: () => object) =>
      callAws(environment, 's3', operation, effect);
    return toModelClient(S3Client, (command) => {
      if (command instanceof PutObjectCommand) {
        const { input } = command;
        return call('PutObject', () =>
          this.#put(input.Key, toBytes(input.Body), toHeader(input), input.IfNoneMatch),
        );
      }
      if (command instanceof GetObjectCommand) {
        const { Key = '', VersionId } = command.input;
        return call('GetObject', () => this.#get(Key, VersionId));
      }
      if (command instanceof CreateMultipartUploadCommand) {
        const header = toHeader(command.input);
        return call('CreateMultipartUpload', () => this.#createUpload(header));
      }
      if (command instanceof UploadPartCommand) {
        const { UploadId, PartNumber, Body } = command.input;
        return call('UploadPart', () => this.#uploadPart(UploadId, PartNumber, toBytes(Body)));
      }
      if (command instanceof CompleteMultipartUploadCommand) {
        const { input } = command;
        return call('CompleteMultipartUpload', () => this.#complete(input));
      }
      if (command instanceof AbortMultipartUploadCommand) {
        const { UploadId } = command.input;
        return call('AbortMultipartUpload', () => this.#abort(UploadId));
      }
      if (command instanceof HeadObjectCommand) {
        const { Key = '' } = command.input;
        return call('HeadObject', () => this.#head(Key));
      }
      if (command instanceof ListObjectsV2Command) {
        const { Prefix = '' } = command.input;
        return call('ListObjectsV2', () => ({ Contents: this.#list(Prefix) }));
      }
      if (command instanceof ListObjectVersionsCommand) {
        const { Prefix = '' } = command.input;
        return call('ListObjectVersions', () => this.#listVersions(Prefix));
      }
      if (command instanceof DeleteObjectCommand) {
        const { Key = '' } = command.input;
        return call('DeleteObject', () => this.#delete(Key, undefined));
      }
      if (command instanceof DeleteObjectsCommand) {
        const { Objects = [] } = command.input.Delete ?? {};
        return call('DeleteObjects', () => {
          for (const { Key = '', VersionId } of Objects) this.#delete(Key, VersionId);
          return {};
        });
      }
      throw unknownToModel(command.constructor.name);
    });
  }

  /** The same bucket for code that sends HTTP requests without the SDK. */
  fetchFor(environment: ExecutionEnvironment): Send {
    return async (url, { headers, body, signal }) => {
      const [, , ...segments] = url.pathname.split('/');
      const key = decodeURIComponent(segments.join('/'));
      const isConditional = headers['if-none-match'] === '*';
      const put = () => {
        if (isConditional && this.objects.has(key)) return { status: 412 };
        this.put(key, Buffer.from(body));
        return { status: 200 };
      };
      try {
        const call = () => callAws(environment, 's3', 'PUT', put, 1);
        const { status } = await untilAborted(call, signal);
        return new Response(null, { status });
      } catch (error) {
        if (!(error instanceof InjectedError)) throw error;
        if (error.name === 'TimeoutError') throw error;
        return new Response(null, { status: 503 });
      }
    };
  }

  put(key: string, bytes: Buffer): object {
    this.objects.set(key, bytes);
    this.written.set(key, bytes);
    this.#addVersion(key, bytes);
    return {};
  }

  #addVersion(key: string, bytes: Buffer | undefined): void {
    if (!this.#isVersioned) return;
    const versions = this.versions.get(key) ?? new Map<string, Buffer | undefined>();
    this.#created += 1;
    versions.set(`version-${this.#created}`, bytes);
    this.versions.set(key, versions);
  }

  #list(prefix: string): readonly object[] {
    return [...this.objects]
      .filter(([key]) => key.startsWith(prefix))
      .map(([Key, { length: Size }]) => ({ Key, Size }));
  }

  #listVersions(prefix: string): object {
    const all = [...this.versions]
      .filter(([key]) => key.startsWith(prefix))
      .flatMap(([Key, versions]) => {
        const newest = [...versions.keys()].at(-1);
        return [...versions].map(([VersionId, bytes]) => ({
          bytes,
          version: { Key, VersionId, IsLatest: VersionId === newest, Size: bytes?.length },
        }));
      });
    const [Versions, DeleteMarkers] = [true, false].map((hasBytes) =>
      all.filter(({ bytes }) => (bytes !== undefined) === hasBytes).map(({ version }) => version),
    );
    return { Versions, DeleteMarkers };
  }

  /** Without a version, an object of a versioned bucket stays as an old version. */
  #delete(key: string, versionId: string | undefined): object {
    if (versionId === undefined) {
      if (this.objects.delete(key)) this.#addVersion(key, undefined);
      return {};
    }
    const versions = this.versions.get(key);
    versions?.delete(versionId);
    const newest = [...(versions?.values() ?? [])].at(-1);
    if (newest === undefined) this.objects.delete(key);
    else this.objects.set(key, newest);
    return {};
  }

  #put(key = '', bytes: Buffer, header: ObjectHeader, ifNoneMatch: Condition): object {
    if (ifNoneMatch !== undefined && this.objects.has(key)) throw serviceError(412);
    this.#headers.set(key, header);
    return this.put(key, bytes);
  }

  #get(key: string, versionId: string | undefined): object {
    const bytes =
      versionId === undefined ? this.objects.get(key) : this.versions.get(key)?.get(versionId);
    const $metadata = { httpStatusCode: 404 };
    if (bytes === undefined) throw new NoSuchKey({ message: key, $metadata });
    return { ...this.#headers.get(key), Body: toBody(bytes) };
  }

  #head(key: string): object {
    const $metadata = { httpStatusCode: 404 };
    if (!this.objects.has(key)) throw new NotFound({ message: key, $metadata });
    return { ...this.#headers.get(key) };
  }

  #createUpload(header: ObjectHeader): object {
    this.#created += 1;
    const UploadId = `upload-${this.#created}`;
    this.#uploads.set(UploadId, { header, parts: [] });
    return { UploadId };
  }

  #uploadPart(uploadId = '', partNumber = 0, bytes: Buffer): object {
    const { parts } = this.#uploadOf(uploadId);
    parts[partNumber - 1] = bytes;
    return { ETag: `etag-${partNumber}` };
  }

  #complete(input: CompleteMultipartUploadCommandInput): object {
    const { Key, UploadId = '', MultipartUpload, IfNoneMatch } = input;
    const { header, parts } = this.#uploadOf(UploadId);
    if (MultipartUpload?.Parts?.length !== parts.length) throw new Error('InvalidPart');
    const response = this.#put(Key, Buffer.concat(parts), header, IfNoneMatch);
    this.#uploads.delete(UploadId);
    return response;
  }

  #abort(uploadId = ''): object {
    this.#uploads.delete(uploadId);
    return {};
  }

  #uploadOf(uploadId: string): Upload {
    const upload = this.#uploads.get(uploadId);
    if (upload === undefined) throw serviceError(404);
    return upload;
  }
}

interface Upload {
  readonly header: ObjectHeader;
  readonly parts: Buffer[];
}

type ObjectHeader = Pick<PutObjectCommandInput, 'ContentType' | 'ContentDisposition' | 'Metadata'>;

function toHeader({ ContentType, ContentDisposition, Metadata }: ObjectHeader): ObjectHeader {
  return { ContentType, ContentDisposition, Metadata };
}

function serviceError(httpStatusCode: number): S3ServiceException {
  const name = httpStatusCode === 412 ? 'PreconditionFailed' : 'NotFound';
  return new S3ServiceException({ name, $fault: 'client', $metadata: { httpStatusCode } });
}

/** The body of a response, as a stream or as a text. */
function toBody(bytes: Buffer): object {
  const transformToString = async () => bytes.toString();
  return Object.assign(Readable.from([bytes]), { transformToString });
}

/** A copy: the caller may reuse its memory after the response. */
function toBytes(body: unknown): Buffer {
  if (typeof body === 'string') return Buffer.from(body);
  if (body instanceof Uint8Array) return Buffer.from(body);
  throw unknownToModel(typeof body);
}

/** One client for several buckets. */
export function toClientOfBuckets(
  buckets: readonly Bucket[],
  environment: ExecutionEnvironment,
): S3Client {
  const clients = new Map(buckets.map((bucket) => [bucket.name, bucket.clientFor(environment)]));
  return toModelClient(S3Client, async (command) => {
    const { input } = command as { readonly input: { readonly Bucket?: string } };
    const client = clients.get(input.Bucket ?? '');
    if (client === undefined) throw unknownToModel(input);
    return Reflect.apply(client.send, client, [command]);
  });
}
