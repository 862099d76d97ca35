/** The settings that the emulator passes to a new worker. */
export interface WorkerSettings {
  /** Directory of the built bundle: `/var/task` of the function. */
  readonly bundleDirectory: string;
  /** `Handler` of the template: `index.handler`. */
  readonly handler: string;
  readonly functionName: string;
  readonly functionArn: string;
  readonly memorySizeMb: number;
  readonly logGroupName: string;
}

/** An invocation, from the emulator to the worker. */
export interface InvocationRequest {
  readonly requestId: string;
  /** JSON, as in Lambda's API: nothing else reaches a function. */
  readonly event: string;
  /** Milliseconds since the epoch. */
  readonly deadlineAt: number;
}

/** An error of a function in the form that Lambda reports. */
export interface FunctionError {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace?: readonly string[];
}

/** A message from the worker to the emulator. */
export type WorkerMessage =
  | { readonly kind: 'initialized' }
  | { readonly kind: 'init-failed'; readonly error: FunctionError }
  | { readonly kind: 'succeeded'; readonly payload: string }
  | { readonly kind: 'failed'; readonly error: FunctionError };
