import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:https';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { listenOnLoopback } from '../../tools/emulator/listen-on-loopback.ts';
import { fullSecret } from '../support/genuine-callback.ts';

/** An attribute as the protocol has it. */
type Attribute = Readonly<Record<string, string>>;
type Item = Readonly<Record<string, Attribute>>;

interface Input {
  readonly Item?: Item;
  readonly RequestItems?: { readonly events: { readonly Keys: readonly Item[] } };
  readonly Statements?: readonly {
    readonly Statement: string;
    readonly Parameters: readonly Attribute[];
  }[];
  readonly Entries?: readonly unknown[];
  readonly ExpressionAttributeValues?: Item;
}

/** How long each call takes. */
export interface ResponseTimes {
  readonly ms: number;
  /**
   * A call to EventBridge.
   *
   * @default `ms`
   */
  readonly eventBridgeMs?: number;
}

/**
 * Starts a Secrets Manager, a DynamoDB, an EventBridge and an S3 behind TLS that respond after a time.
 * The table keeps what it is given, so that a repeated callback finds it. The bus takes everything.
 * Signatures and names are not checked.
 */
export async function startSlowAws() {
  const folder = await mkdtemp(path.join(tmpdir(), 'tributary-bench-'));
  const certificate = await createCertificate(folder);
  const items = new Map<string, Item>();
  const partitions = new Map<string, readonly Item[]>();
  let times: ResponseTimes = { ms: 0 };

  /** @returns whether the key was free */
  function put(item: Item): boolean {
    const key = keyOf(item);
    if (items.has(key)) return false;
    items.set(key, item);
    const pk = item.pk?.S ?? '';
    partitions.set(pk, [...(partitions.get(pk) ?? []), item]);
    return true;
  }

  const operations: Readonly<Record<string, (input: Input) => object | undefined>> = {
    GetSecretValue: () => ({ SecretString: JSON.stringify(fullSecret) }),
    PutItem: ({ Item = {} }) => (put(Item) ? {} : undefined),
    BatchGetItem: ({ RequestItems }) => {
      const found = RequestItems?.events.Keys.map((key) => items.get(keyOf(key))) ?? [];
      const events = found.filter((item) => item !== undefined);
      return { Responses: { events }, UnprocessedKeys: {} };
    },
    // The only query is that of the links of a name.
    Query: ({ ExpressionAttributeValues }) => {
      const pk = ExpressionAttributeValues?.[':pk']?.S;
      return { Items: [...(partitions.get(pk ?? '') ?? [])] };
    },
    BatchExecuteStatement: ({ Statements = [] }) => ({
      Responses: Statements.map(({ Statement, Parameters }) => {
        const names = [...Statement.matchAll(/'(\w+)': \?/g)].map(([, name = '']) => name);
        const item = Object.fromEntries(names.map((name, at) => [name, Parameters[at] ?? {}]));
        return put(item) ? {} : { Error: { Code: 'DuplicateItem' } };
      }),
    }),
    PutEvents: ({ Entries = [] }) => ({
      FailedEntryCount: 0,
      Entries: Entries.map(() => ({ EventId: '11111111-2222-4333-8444-555555555555' })),
    }),
  };
  const server = createServer(certificate, async (request, response) => {
    const arrivedAt = performance.now();
    const body = (await buffer(request)).toString();
    const target = request.headers['x-amz-target'];
    const operation = String(target).split('.').at(-1) ?? '';
    const { ms, eventBridgeMs = ms } = times;
    const responseMs = operation === 'PutEvents' ? eventBridgeMs : ms;
    const respondLater = (respond: () => void) =>
      setTimeout(respond, Math.max(0, responseMs - (performance.now() - arrivedAt)));
    if (target === undefined) {
      respondLater(() => response.writeHead(200, { etag: '"stored"' }).end());
      return;
    }
    const input: Input = JSON.parse(body);
    const output = operations[operation]?.(input);
    const Item = items.get(keyOf(input.Item ?? {}));
    const text = JSON.stringify(output ?? { __type: 'ConditionalCheckFailedException', Item });
    respondLater(() => response.writeHead(output ? 200 : 400).end(text));
  });
  server.keepAliveTimeout = 60_000;
  const port = await listenOnLoopback(server);
  return {
    url: `https://localhost:${port}`,
    /** A file with the certificate, which clients must trust. */
    certificateFile: path.join(folder, 'certificate.pem'),
    /** How long each call takes from now on. */
    setTimes: (changed: ResponseTimes) => {
      times = changed;
    },
    /** The same, and the table is empty. */
    reset: (changed: ResponseTimes) => {
      times = changed;
      items.clear();
      partitions.clear();
    },
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await rm(folder, { recursive: true });
    },
  };
}

function keyOf({ pk, sk }: Item): string {
  return JSON.stringify([pk?.S, sk?.S]);
}

/** @throws {Error} when OpenSSL is not installed */
async function createCertificate(folder: string): Promise<{ key: Buffer; cert: Buffer }> {
  const [key, cert] = ['key.pem', 'certificate.pem'].map((name) => path.join(folder, name));
  if (key === undefined || cert === undefined) throw new Error('unreachable');
  const request = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-subj', '/CN=localhost'];
  try {
    await promisify(execFile)('openssl', [...request, '-keyout', key, '-out', cert]);
  } catch (cause) {
    throw new Error('benchmarks h and i need the command openssl, for a certificate', { cause });
  }
  return { key: await readFile(key), cert: await readFile(cert) };
}
