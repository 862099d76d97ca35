import { Construct } from 'constructs';

/**
 * A construct, or a function that makes it in a scope inside of the gateway. A configuration file has no stack to
 * make it in: `encryptionKey: (scope) => Key.fromKeyArn(scope, 'Key', 'arn:…')`.
 */
export type InScope<T> = T | ((scope: Construct) => T);

/**
 * The construct that was passed, or that the function makes.
 *
 * @param id of the scope, which is the function's own: it may give its construct any id
 */
export function inScope<T extends object>(
  value: InScope<T> | undefined,
  gateway: Construct,
  id: string,
): T | undefined {
  return typeof value === 'function' ? value(new Construct(gateway, id)) : value;
}
