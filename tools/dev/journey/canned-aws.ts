import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import type { AttributeValue } from 'aws-lambda';
import { listenOnLoopback } from '../../emulator/listen-on-loopback.ts';

/** An item in DynamoDB's JSON, which is also the form of the table's stream. */
type StoredItem = Record<string, AttributeValue>;

/** An entry of a `PutEvents` call. */
interface PublishedEntry {
  readonly Source: string;
  readonly DetailType: string;
  /** JSON text. */
  readonly Detail: string;
}

/** The input fields that are used, of all operations. */
interface OperationInput {
  readonly Item: StoredItem;
  readonly Entries: readonly PublishedEntry[];
}

/** AWS and a provider's file server in one HTTP server on loopback. */
export interface CannedAws {
  /** `http://127.0.0.1:<port>` */
  readonly origin: string;
  /** Items of the table, in the order in which they were written. */
  readonly items: readonly StoredItem[];
  /** Entries of the bus, in the order in which they were published. */
  readonly entries: readonly PublishedEntry[];
  /** Objects of all buckets by path, `/<bucket>/<key>`. */
  readonly objects: ReadonlyMap<string, Buffer>;
  stop(): void;
}

/**
 * Starts an AWS endpoint for one successful callback: every write succeeds and is recorded, every query
 * returns nothing, every secret is `secret`, and every GET returns `file`. It exists to show which code
 * runs; it does not test that code.
 */
export async function startCannedAws(secret: string, file: Buffer): Promise<CannedAws> {
  const items: StoredItem[] = [];
  const entries: PublishedEntry[] = [];
  const objects = new Map<string, Buffer>();

  const operations: Readonly<Record<string, (input: OperationInput) => object>> = {
    GetSecretValue: () => ({ SecretString: secret }),
    Query: () => ({ Items: [] }),
    PutItem: ({ Item }) => {
      items.push(Item);
      return {};
    },
    PutEvents: ({ Entries }) => {
      entries.push(...Entries);
      return { FailedEntryCount: 0, Entries: Entries.map(() => ({ EventId: 'published' })) };
    },
  };

  async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await buffer(request);
    const operation = /\.(\w+)$/.exec(String(request.headers['x-amz-target'] ?? ''))?.[1];
    if (operation !== undefined) {
      const output = operations[operation]?.(JSON.parse(body.toString()));
      response.writeHead(output === undefined ? 400 : 200);
      response.end(JSON.stringify(output ?? { __type: 'UnknownOperationException' }));
    } else if (request.method === 'PUT') {
      objects.set(new URL(request.url ?? '/', 'http://127.0.0.1').pathname, body);
      response.setHeader('etag', '"stored"').end();
    } else {
      response.setHeader('content-type', 'image/jpeg').end(file);
    }
  }

  const server = createServer((request, response) => void respond(request, response));
  const port = await listenOnLoopback(server);
  return {
    origin: `http://127.0.0.1:${port}`,
    items,
    entries,
    objects,
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
