import {
  type DescribedGateway,
  readGateways,
} from '../../../shared/runtime/gateway-description.ts';
import type { StackOutputValues } from '../../../shared/runtime/stack-outputs.ts';
import { OperatorError } from '../operator-error.ts';

/**
 * The gateway of a deployed stack that `--gateway` names, or its only one.
 *
 * @throws {OperatorError} when the stack has none, several and none is named, or not the named one
 */
export function chooseGateway(
  stackName: string,
  outputs: StackOutputValues,
  wanted: string | undefined,
): DescribedGateway {
  return chooseAmong(`the stack ${stackName}`, readGateways(outputs), wanted, ({ id }) => id);
}

/**
 * Chooses one of several gateways.
 *
 * @param place what they are in, for texts
 * @param wanted the id or the name of one; `undefined`: there should be only one
 * @param toLabel by what the texts name them
 * @throws {OperatorError} when there is none, several and none is wanted, or not the wanted one
 */
export function chooseAmong<G extends Pick<DescribedGateway, 'id' | 'name'>>(
  place: string,
  gateways: readonly G[],
  wanted: string | undefined,
  toLabel: (gateway: G) => string,
): G {
  const labels = gateways.map(toLabel).join(', ');
  const [first, ...others] = gateways;
  if (first === undefined) {
    throw new OperatorError(
      `${place} has no gateway that this version can read: name another stack, or deploy it with this version`,
    );
  }
  if (wanted === undefined) {
    if (others.length === 0) return first;
    throw new OperatorError(`${place} has the gateways ${labels}: name one by --gateway`);
  }
  const named =
    gateways.find(({ name }) => name === wanted) ?? gateways.find(({ id }) => id === wanted);
  if (named !== undefined) return named;
  throw new OperatorError(`${place} has no gateway ${wanted}; use one of ${labels}`);
}
