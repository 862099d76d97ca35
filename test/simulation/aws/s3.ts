import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import type { ExecutionEnvironment } from '../platform/execution-environment.ts';
import { callAws, InjectedError } from './aws-calls.ts';
import { toModelClient, unknownToModel } from './model-client.ts';

/** A bucket. An object is there whole or not at all. */
export class Bucket {
  readonly name: string;
  readonly objects = new Map<string, Buffer>();
  readonly #uploads = new Map<string, Buffer[]>();

  constructor(name: string) {
    this.name = name;
  }

  clientFor(environment: ExecutionEnvironment): S3Client {
    const call = (operation: string, effect: () => object) =>
      callAws(environment, 's3', operation, effect);
    return toModelClient(S3Client, (command) => {
      if (command instanceof PutObjectCommand) {
        const { Key, Body } = command.input;
        return call('PutObject', () => this.put(Key, toBytes(Body)));
      }
      if (command instanceof CreateMultipartUploadCommand) {
        return call('CreateMultipartUpload', () => this.#createUpload());
      }
      if (command instanceof UploadPartCommand) {
        const { UploadId, PartNumber, Body } = command.input;
        return call('UploadPart', () => this.#uploadPart(UploadId, PartNumber, toBytes(Body)));
      }
      if (command instanceof CompleteMultipartUploadCommand) {
        const { Key, UploadId, MultipartUpload } = command.input;
        const numbers = MultipartUpload?.Parts?.map(({ PartNumber }) => PartNumber) ?? [];
        return call('CompleteMultipartUpload', () => this.#complete(Key, UploadId, numbers));
      }
      if (command instanceof AbortMultipartUploadCommand) {
        const { UploadId } = command.input;
        return call('AbortMultipartUpload', () => this.#abort(UploadId));
      }
      throw unknownToModel(command.constructor.name);
    });
  }

  /** The same bucket for code that speaks HTTP by itself. */
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

  put(key: string | undefined, bytes: Buffer): object {
    this.objects.set(key ?? '', bytes);
    return {};
  }

  #createUpload(): object {
    const UploadId = `upload-${this.#uploads.size}`;
    this.#uploads.set(UploadId, []);
    return { UploadId };
  }

  #uploadPart(uploadId = '', partNumber = 0, bytes: Buffer): object {
    const parts = this.#partsOf(uploadId);
    parts[partNumber - 1] = bytes;
    return { ETag: `etag-${partNumber}` };
  }

  #complete(key: string | undefined, uploadId = '', numbers: readonly unknown[]): object {
    const parts = this.#partsOf(uploadId);
    if (numbers.length !== parts.length) throw new Error('InvalidPart');
    this.#uploads.delete(uploadId);
    return this.put(key, Buffer.concat(parts));
  }

  #abort(uploadId = ''): object {
    this.#uploads.delete(uploadId);
    return {};
  }

  #partsOf(uploadId: string): Buffer[] {
    const parts = this.#uploads.get(uploadId);
    if (parts === undefined) throw new Error('NoSuchUpload');
    return parts;
  }
}

/** Copied: the caller may use its memory again once it has its answer. */
function toBytes(body: unknown): Buffer {
  if (typeof body === 'string') return Buffer.from(body);
  if (body instanceof Uint8Array) return Buffer.from(body);
  throw unknownToModel(typeof body);
}
