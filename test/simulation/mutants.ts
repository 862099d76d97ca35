import { gatewayCode } from './gateway-code.ts';
import { callbackChanges } from './mutants/callback-mutants.ts';
import { mirrorChanges } from './mutants/mirror-mutants.ts';
import type { Mutant } from './mutants/mutant.ts';
import { operatorChanges } from './mutants/operator-mutants.ts';
import { orderingChanges } from './mutants/ordering-mutants.ts';
import { publisherChanges } from './mutants/publisher-mutants.ts';
import { rawJsonChanges } from './mutants/raw-json-mutants.ts';

const changes = {
  ...callbackChanges,
  ...rawJsonChanges,
  ...publisherChanges,
  ...mirrorChanges,
  ...operatorChanges,
  ...orderingChanges,
};

/**
 * Gateways with one defect each. The rule that it breaks must find each of them: another rule that
 * happens to find it may no longer do so after any change. One that is not found shows a gap in the
 * simulation.
 */
export const mutants: readonly Mutant[] = Object.entries(changes).map(([name, [rule, change]]) => ({
  name,
  rule,
  code: { ...gatewayCode, ...change },
}));
