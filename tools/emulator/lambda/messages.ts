/** What the gateway tells a worker when it starts it. */
export type WorkerSettings = {
  /** Directory of the built bundle: `/var/task` of the function. */
  readonly bundleDirectory: string;
  /** `Handler` of the template: `index.handler`. */
  readonly handler: string;
  readonly functionName: string;
  readonly functionArn: string;
  readonly memorySizeMb: number;
  readonly logGroupName: string;
};

/** One invocation, from the gateway to the worker. */
export type InvocationRequest = {
  readonly requestId: string;
  /** JSON, as Lambda's own API hands events over: nothing else crosses to a function. */
  readonly event: string;
  /** Milliseconds since the epoch. */
  readonly deadlineAt: number;
};

/** How Lambda reports an error of a function. */
export type FunctionError = {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace?: readonly string[];
};

/** From the worker to the gateway. */
export type WorkerMessage =
  | { readonly kind: 'initialized' }
  | { readonly kind: 'init-failed'; readonly error: FunctionError }
  | { readonly kind: 'succeeded'; readonly payload: string }
  | { readonly kind: 'failed'; readonly error: FunctionError };
