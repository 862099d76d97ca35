import type { AlarmPreset } from '../../../lib/alarms/settings.ts';
import { inventedProvider, synthesize } from '../../infra/synthesize.ts';
import { countFixedResources, type FixedResources } from './fixed-resources.ts';
import { fixedCost } from './monthly.ts';

/** Providers with everything that costs money or takes resources. */
function inventProviders(count: number) {
  return Array.from({ length: count }, (_, index) =>
    inventedProvider({ id: `provider-${index + 1}`, name: `Provider ${index + 1}` }),
  );
}

/** What a gateway with some providers costs without traffic, counted in its own template. */
export function fixedResourcesOf(preset: AlarmPreset, providers: number): FixedResources {
  const { Resources } = synthesize({
    providers: inventProviders(providers),
    alarms: { preset },
  }).toJSON();
  return countFixedResources(Object.values(Resources), providers);
}

/** USD a month that one more provider adds, while all is well. */
export function costOfProvider(preset: AlarmPreset): number {
  return (
    fixedCost(fixedResourcesOf(preset, 2)).usual - fixedCost(fixedResourcesOf(preset, 1)).usual
  );
}
