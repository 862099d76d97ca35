import type { z } from 'zod';
import { toPascalCase } from '../../shared/runtime/stack-outputs.ts';
import { GatewayConfigError } from '../gateway-config-error.ts';
import type { GatewayProps } from './gateway-props.ts';
import { gatewaySchema } from './gateway-settings.ts';
import { toProblems } from './problems.ts';
import { type EnabledProvider, toEnabledProvider } from './provider-settings.ts';

/** The checked props of a gateway with every default filled in. */
export interface GatewaySettings extends Omit<z.output<typeof gatewaySchema>, 'providers'> {
  readonly providers: readonly EnabledProvider[];
}

/**
 * Checks the props of a gateway and fills in the defaults.
 *
 * @throws {GatewayConfigError} which lists every problem
 */
export function parseProps(props: GatewayProps): GatewaySettings {
  const { settings, problems } = readProps(props);
  if (settings === undefined) throw new GatewayConfigError(problems);
  return settings;
}

/** As {@link parseProps}, for a list of problems to which others are added. */
export function readProps(props: unknown): {
  readonly settings?: GatewaySettings;
  readonly problems: readonly string[];
} {
  const parsed = gatewaySchema.safeParse(props);
  const given = givenProviders(props).map(toEnabledProvider);
  const providers = given.flatMap((it) => ('provider' in it ? [it.provider] : []));
  const problems = [
    ...(parsed.success ? [] : toProblems(parsed.error)),
    ...given.flatMap((it) => ('problems' in it ? it.problems : [])),
    ...findTwins(providers),
    ...(parsed.success && providers.length === given.length
      ? findUnknown(parsed.data.subscribers.teams, providers)
      : []),
  ];
  if (!parsed.success || problems.length > 0) return { problems };
  return { settings: { ...parsed.data, providers }, problems };
}

/** The providers among the props that the schema accepts, so that the faults of each are in the list. */
function givenProviders(props: unknown) {
  const list: unknown =
    props && typeof props === 'object' && 'providers' in props && props.providers;
  const one = gatewaySchema.shape.providers.element;
  return Array.isArray(list)
    ? list.flatMap((each) => {
        const { data } = one.safeParse(each);
        return data ? [data] : [];
      })
    : [];
}

/** Two providers of the same name would share a secret, a function and outputs. */
function findTwins(providers: readonly EnabledProvider[]): readonly string[] {
  const names = new Map<string, string>();
  return providers.flatMap(({ id }) => {
    const name = toPascalCase(id);
    const other = names.get(name);
    names.set(name, id);
    if (other === undefined) return [];
    return [
      other === id
        ? `providers names ${id} twice: remove one`
        : `providers names ${other} and ${id}, which would have the same names in the stack: choose another id`,
    ];
  });
}

function findUnknown(
  teams: GatewaySettings['subscribers']['teams'],
  providers: readonly EnabledProvider[],
): readonly string[] {
  const known = providers.map(({ id }) => id);
  return Object.entries(teams).flatMap(([team, { providers: named = [] }]) =>
    named
      .filter((id) => !known.includes(id))
      .map(
        (id) =>
          `subscribers.teams.${team}.providers names "${id}", which is not a provider of this gateway: it has ${known.join(', ')}`,
      ),
  );
}
