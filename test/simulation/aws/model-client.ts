import { untilAborted } from './until-aborted.ts';

/** The part of the options of a call that the gateway uses. */
interface SendOptions {
  readonly abortSignal?: AbortSignal;
}

/**
 * A client of the AWS SDK that sends its calls to a model. The adapters under test use it in place of
 * the SDK's own client, and the SDK's paginators accept it.
 *
 * @param send receives the command as the adapter made it
 */
export function toModelClient<Client extends object>(
  { prototype }: { readonly prototype: Client },
  send: (command: object) => Promise<unknown>,
): Client {
  return Object.assign(Object.create(prototype), {
    send: (command: object, { abortSignal }: SendOptions = {}) =>
      untilAborted(() => send(command), abortSignal),
  });
}

/** A call that a model does not implement. It must not guess: the simulation would prove nothing. */
export class UnknownToModelError extends Error {}

export function unknownToModel(what: unknown): UnknownToModelError {
  return new UnknownToModelError(`the model does not implement ${JSON.stringify(what)}: extend it`);
}
