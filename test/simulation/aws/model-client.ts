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
  return Object.assign(Object.create(prototype), { send });
}

/** A model must not guess at a call that it does not implement: the simulation would prove nothing. */
export function unknownToModel(what: unknown): Error {
  return new Error(`the model does not implement ${JSON.stringify(what)}: extend it`);
}
