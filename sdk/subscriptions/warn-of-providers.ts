import { Annotations } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { sourcePrefix } from '../../shared/contract/event-kinds.ts';
import { builtInProviders } from '../../shared/contract/provider-id.ts';
import { findNearest } from '../../shared/nearest-word.ts';
import type { EventPattern } from '../events/event-pattern.ts';

/**
 * Warns of an id of a provider that is probably misspelt: a rule for it matches nothing, and says so nowhere.
 * It is not an error, because an owner may have a provider of that name.
 */
export function warnOfProviders(scope: Construct, pattern: EventPattern): void {
  for (const id of new Set(providersOf(pattern))) {
    const near = findNearest(id, builtInProviders);
    if (near === undefined || near === id) continue;
    Annotations.of(scope).addWarningV2(
      `tributary-gateway:provider-${id}`,
      `the pattern names the provider "${id}", which is not built in: did you mean "${near}"? If it is a provider of your own, acknowledge this warning`,
    );
  }
}

function providersOf({ source, detail }: EventPattern): readonly string[] {
  const { provider = [] }: { readonly provider?: readonly unknown[] } = { ...detail?.metadata };
  const isText = (value: unknown): value is string => typeof value === 'string';
  return [
    ...source.filter(isText).map((each) => each.slice(sourcePrefix.length)),
    ...provider.filter(isText),
  ];
}
