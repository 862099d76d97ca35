import type { Construct } from 'constructs';

/**
 * A construct, or a function that makes it in the scope of the gateway. A configuration file has no stack to
 * make it in: `encryptionKey: (scope) => Key.fromKeyArn(scope, 'Key', 'arn:…')`.
 */
export type InScope<T> = T | ((scope: Construct) => T);

/** The construct that was passed, or that the function makes. */
export function inScope<T extends object>(
  value: InScope<T> | undefined,
  scope: Construct,
): T | undefined {
  return typeof value === 'function' ? value(scope) : value;
}
