import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';
import type {
  FunctionError,
  InvocationRequest,
  WorkerMessage,
  WorkerSettings,
} from './messages.ts';

/**
 * Lambda's Node.js runtime for a worker thread: loads the handler of a bundle and calls it for one event
 * at a time. The function sees only the environment variables of the thread.
 */
const settings: WorkerSettings = workerData;

type Handler = (event: unknown, context: object) => unknown;

try {
  const handler = await loadHandler();
  parentPort?.on('message', (request: InvocationRequest) => {
    invoke(handler, request).then(post);
  });
  post({ kind: 'initialized' });
} catch (error) {
  post({ kind: 'init-failed', error: withAdvice(toFunctionError(error)) });
}

async function loadHandler(): Promise<Handler> {
  const separator = settings.handler.lastIndexOf('.');
  const base = path.join(settings.bundleDirectory, settings.handler.slice(0, separator));
  const file = ['.mjs', '.js', '.cjs'].map((extension) => base + extension).find(existsSync);
  if (!file) throw new Error(`Cannot find module '${base}'`);
  const module: Readonly<Record<string, unknown>> = await import(pathToFileURL(file).href);
  const name = settings.handler.slice(separator + 1);
  const handler = module[name] ?? ofCommonJs(module.default)[name];
  if (typeof handler !== 'function')
    throw new Error(`${settings.handler} is undefined or not exported`);
  return (event, context) => handler(event, context);
}

/** Node.js does not find every name that a CommonJS module exports. */
function ofCommonJs(exported: unknown): Readonly<Record<string, unknown>> {
  return typeof exported === 'object' && exported !== null ? { ...exported } : {};
}

async function invoke(handler: Handler, request: InvocationRequest): Promise<WorkerMessage> {
  try {
    const result = await handler(JSON.parse(request.event), contextOf(request));
    return { kind: 'succeeded', payload: JSON.stringify(result) ?? 'null' };
  } catch (error) {
    return { kind: 'failed', error: toFunctionError(error) };
  }
}

function contextOf({ requestId, deadlineAt }: InvocationRequest): object {
  return {
    functionName: settings.functionName,
    functionVersion: '$LATEST',
    invokedFunctionArn: settings.functionArn,
    memoryLimitInMB: String(settings.memorySizeMb),
    awsRequestId: requestId,
    logGroupName: settings.logGroupName,
    logStreamName: process.env.AWS_LAMBDA_LOG_STREAM_NAME,
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => Math.max(0, deadlineAt - Date.now()),
  };
}

function toFunctionError(error: unknown): FunctionError {
  if (!(error instanceof Error)) return { errorType: typeof error, errorMessage: String(error) };
  return {
    errorType: error.name,
    errorMessage: error.message,
    trace: error.stack?.split('\n') ?? [],
  };
}

/** Lambda's runtime has the clients of the AWS SDK, so that bundlers leave them out. */
function withAdvice(error: FunctionError): FunctionError {
  const [sentence = ''] = error.errorMessage.split('\n');
  const client = /^Cannot find (?:module|package) '(@(?:aws-sdk|smithy)\/[^'/]+)/.exec(
    sentence,
  )?.[1];
  if (client === undefined) return error;
  const advice = isInstalledHere(client)
    ? `the function runs in ${settings.bundleDirectory}, which is outside of this folder and its node_modules: name a --data directory inside of it`
    : `Lambda has it, this machine does not: npm install --save-dev ${client}`;
  return { ...error, errorMessage: `${sentence}: ${advice}` };
}

/** Whether a program in the working directory, which is that of the app, finds a package. */
function isInstalledHere(name: string): boolean {
  try {
    createRequire(path.join(process.cwd(), 'index.js')).resolve(name);
    return true;
  } catch {
    return false;
  }
}

function post(message: WorkerMessage): void {
  parentPort?.postMessage(message);
}
