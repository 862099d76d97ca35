/**
 * A client of the AWS SDK whose calls end in a model. The adapters under test get it in place of the
 * SDK's own, and the SDK's paginators take it for one.
 *
 * @param send gets the command as the adapter made it
 */
export function toModelClient<Client extends object>(
  { prototype }: { readonly prototype: Client },
  send: (command: object) => Promise<unknown>,
): Client {
  return Object.assign(Object.create(prototype), { send });
}

/** A model that meets what it does not know must not guess: the simulation would prove nothing. */
export function unknownToModel(what: unknown): Error {
  return new Error(`the model does not know ${JSON.stringify(what)}: extend it`);
}
