import { Readable } from 'node:stream';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  type CompleteMultipartUploadCommandInput,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  PutObjectCommand,
  type PutObjectCommandInput,
  S3Client,
  S3ServiceException,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import type { ExecutionEnvironment } from '../platform/execution-environment.ts';
import { callAws, InjectedError } from './aws-calls.ts';
import { toModelClient, unknownToModel } from './model-client.ts';

/** The condition `If-None-Match: *`, or none. */
type Condition = string | undefined;

/** A bucket. Each write of an object is atomic. */
export class Bucket {
  readonly name: string;
  readonly objects = new Map<string, Buffer>();
  readonly #headers = new Map<string, ObjectHeader>();
  readonly #uploads = new Map<string, Upload>();
  #created = 0;

  constructor(name: string) {
    this.name = name;
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
        const { Key = '' } = command.input;
        return call('GetObject', () => this.#get(Key));
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
      throw unknownToModel(command.constructor.name);
    });
  }

  /** The same bucket for code that sends HTTP requests without the SDK. */
  fetchFor(environment: ExecutionEnvironment): typeof fetch {
    return async (url, init) => {
      const [, , ...segments] = new URL(String(url)).pathname.split('/');
      const key = decodeURIComponent(segments.join('/'));
      const body = Buffer.from(init?.body as Buffer);
      try {
        await callAws(environment, 's3', 'PUT', () => this.put(key, body));
        return new Response(null, { status: 200 });
      } catch (error) {
        if (!(error instanceof InjectedError)) throw error;
        if (error.name === 'TimeoutError') throw error;
        return new Response(null, { status: 503 });
      }
    };
  }

  list(prefix: string): readonly { key: string; bytes: number; modifiedAt: string }[] {
    return [...this.objects]
      .filter(([key]) => key.startsWith(prefix))
      .map(([key, { length }]) => ({ key, bytes: length, modifiedAt: '' }));
  }

  put(key: string, bytes: Buffer): object {
    this.objects.set(key, bytes);
    return {};
  }

  #put(key = '', bytes: Buffer, header: ObjectHeader, ifNoneMatch: Condition): object {
    if (ifNoneMatch !== undefined && this.objects.has(key)) throw serviceError(412);
    this.#headers.set(key, header);
    return this.put(key, bytes);
  }

  #get(key: string): object {
    const bytes = this.objects.get(key);
    if (bytes === undefined) throw serviceError(404);
    return { ...this.#headers.get(key), Body: Readable.from([bytes]) };
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

/** A copy: the caller may reuse its memory after the response. */
function toBytes(body: unknown): Buffer {
  if (typeof body === 'string') return Buffer.from(body);
  if (body instanceof Uint8Array) return Buffer.from(body);
  throw unknownToModel(typeof body);
}
