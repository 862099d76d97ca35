import {
  type DescribedGateway,
  readGateways,
} from '../../../shared/runtime/gateway-description.ts';
import type { StackOutputValues } from '../../../shared/runtime/stack-outputs.ts';
import { OperatorError } from '../operator-error.ts';

/**
 * The gateway of a stack that `--gateway` names, or its only one.
 *
 * @throws {OperatorError} when the stack has none, several and none is named, or not the named one
 */
export function chooseGateway(
  stackName: string,
  outputs: StackOutputValues,
  wanted: string | undefined,
): DescribedGateway {
  const gateways = readGateways(outputs);
  const ids = gateways.map(({ id }) => id).join(', ');
  const [first, ...others] = gateways;
  if (first === undefined) {
    throw new OperatorError(
      `the stack ${stackName} has no gateway that this version can read: name another stack, or deploy it with this version`,
    );
  }
  if (wanted === undefined) {
    if (others.length === 0) return first;
    throw new OperatorError(
      `the stack ${stackName} has the gateways ${ids}: name one by --gateway`,
    );
  }
  const named = gateways.find(({ id }) => id === wanted);
  if (named !== undefined) return named;
  throw new OperatorError(`the stack ${stackName} has no gateway ${wanted}; use one of ${ids}`);
}
