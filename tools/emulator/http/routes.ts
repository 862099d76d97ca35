import { decodePath } from '../../emulator-client/decode-path.ts';

/** A route of an HTTP API with its target. */
export interface Route<T> {
  readonly routeKey: string;
  readonly target: T;
}

/** The route of a request, with the values of its path variables. */
export type RouteMatch<T> = Route<T> & {
  readonly pathParameters?: Readonly<Record<string, string>>;
};

/**
 * Chooses the most specific route, as HTTP APIs do: an exact path wins over one with variables, a greedy
 * variable (`{proxy+}`) comes after both, a named method wins over `ANY`, and `$default` is last.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html
 */
export function findRoute<T>(
  routes: readonly Route<T>[],
  method: string,
  path: string,
): RouteMatch<T> | undefined {
  const [best] = routes
    .flatMap((route) => {
      const match = matchRoute(route.routeKey, method, path);
      return match ? [{ route, ...match }] : [];
    })
    .toSorted((one, other) => (one.rank < other.rank ? -1 : 1));
  if (!best) return undefined;
  const hasParameters = Object.keys(best.parameters).length > 0;
  return { ...best.route, ...(hasParameters ? { pathParameters: best.parameters } : {}) };
}

interface Match {
  readonly rank: string;
  readonly parameters: Readonly<Record<string, string>>;
}

/** The rank sorts more specific routes first: one character for each segment, then one for the method. */
function matchRoute(routeKey: string, method: string, path: string): Match | undefined {
  if (routeKey === '$default') return { rank: '~', parameters: {} };
  const [routeMethod = '', template = ''] = routeKey.split(' ');
  if (routeMethod !== 'ANY' && routeMethod !== method) return undefined;
  const expected = template.split('/').slice(1);
  const actual = path.split('/').slice(1);
  const parameters: Record<string, string> = {};
  let rank = '';
  for (const [index, segment] of expected.entries()) {
    const [, name, greedy] = /^\{([^+}]+)(\+?)\}$/.exec(segment) ?? [];
    const value = greedy ? actual.slice(index).join('/') : actual[index];
    if (value === undefined || value === '') return undefined;
    if (name === undefined && value !== segment) return undefined;
    if (name !== undefined) parameters[name] = decodePath(value);
    rank += name === undefined ? '0' : greedy ? '2' : '1';
    if (greedy) return { rank: `${rank}${routeMethod === 'ANY' ? '1' : '0'}`, parameters };
  }
  if (expected.length !== actual.length) return undefined;
  return { rank: `${rank}${routeMethod === 'ANY' ? '1' : '0'}`, parameters };
}
