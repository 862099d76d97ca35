import { Aws, CfnRule, Fn, Stack, Token } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { GatewaySettings } from './props/parse-props.ts';

/**
 * What some regions lack, by the prop that turns it off. CloudFormation refuses a template that has a
 * resource type of which the region knows nothing ("Unrecognized resource types"), even below a condition.
 *
 * Sources, read 2026-11-28: the note "Function URLs are not supported in the following Regions" in
 * https://docs.aws.amazon.com/lambda/latest/dg/urls-configuration.html ; the endpoints in
 * https://docs.aws.amazon.com/general/latest/gr/eventbridgeschemas.html ; AWS's resource schemas, as cfn-lint
 * 1.58.0 has them.
 */
export const regionsWithout = {
  'endpoints.functionUrl': [
    'ap-east-2',
    'ap-south-2',
    'ap-southeast-4',
    'ap-southeast-5',
    'ap-southeast-6',
    'ap-southeast-7',
    'ca-west-1',
    'cn-northwest-1',
    'eu-central-2',
    'eu-south-2',
    'il-central-1',
    'me-central-1',
    'mx-central-1',
    'us-gov-east-1',
    'us-gov-west-1',
  ],
  schemaRegistry: [
    'ap-east-2',
    'ap-south-2',
    'ap-southeast-4',
    'ap-southeast-5',
    'ap-southeast-6',
    'ap-southeast-7',
    'ca-west-1',
    'il-central-1',
    'mx-central-1',
  ],
} as const satisfies Readonly<Record<string, readonly string[]>>;

/**
 * The regions of which cfn-lint 1.58.0 has schemas. It has none of `me-south-1` and `me-west-1`, and as those of the
 * sovereign and secret regions (`eusc-…`, `eu-isoe-…`, `us-iso…`) a copy of us-east-1.
 */
const regionsWithSchemas: readonly string[] = [
  'af-south-1',
  'ap-east-1',
  'ap-east-2',
  'ap-northeast-1',
  'ap-northeast-2',
  'ap-northeast-3',
  'ap-south-1',
  'ap-south-2',
  'ap-southeast-1',
  'ap-southeast-2',
  'ap-southeast-3',
  'ap-southeast-4',
  'ap-southeast-5',
  'ap-southeast-6',
  'ap-southeast-7',
  'ca-central-1',
  'ca-west-1',
  'cn-north-1',
  'cn-northwest-1',
  'eu-central-1',
  'eu-central-2',
  'eu-north-1',
  'eu-south-1',
  'eu-south-2',
  'eu-west-1',
  'eu-west-2',
  'eu-west-3',
  'il-central-1',
  'me-central-1',
  'mx-central-1',
  'sa-east-1',
  'us-east-1',
  'us-east-2',
  'us-gov-east-1',
  'us-gov-west-1',
  'us-west-1',
  'us-west-2',
];

/** A part of the gateway that some regions cannot have, by the prop that turns it off. */
type RegionalPart = keyof typeof regionsWithout;

/** The parts that the gateway of a stack has. */
export interface RegionalParts {
  readonly httpApi: boolean;
  readonly functionUrl: boolean;
  readonly schemaRegistry: boolean;
}

/**
 * Decides which parts a gateway has: what is configured, and by default what its region can have.
 * If the stack does not say its region, a rule in the template refuses the regions that lack a part.
 *
 * @returns with the problems: a prop turns a part on that the stack's region lacks, or no endpoint is left there.
 *   The warning is about a region of which nothing is known: it gets every part that no prop decides
 */
export function chooseRegionalParts(
  gateway: Construct,
  { endpoints, schemaRegistry }: Pick<GatewaySettings, 'endpoints' | 'schemaRegistry'>,
): {
  readonly parts: RegionalParts;
  readonly problems: readonly string[];
  readonly warning: string | undefined;
} {
  const { region } = Stack.of(gateway);
  const functionUrl = choosePart(gateway, 'endpoints.functionUrl', endpoints.functionUrl);
  const registry = choosePart(gateway, 'schemaRegistry', schemaRegistry);
  const noEndpoint = !endpoints.httpApi && !functionUrl.isOn;
  return {
    parts: {
      httpApi: endpoints.httpApi,
      functionUrl: functionUrl.isOn,
      schemaRegistry: registry.isOn,
    },
    problems: [
      ...functionUrl.problems,
      ...registry.problems,
      ...(noEndpoint && functionUrl.problems.length === 0
        ? [`region ${region} has no function URLs, and endpoints.httpApi is false: set it to true`]
        : []),
    ],
    warning: describeUnknownRegion(region, [
      ...(endpoints.functionUrl === undefined ? (['endpoints.functionUrl'] as const) : []),
      ...(schemaRegistry === undefined ? (['schemaRegistry'] as const) : []),
    ]),
  };
}

/** @param undecided what no prop turns on or off */
function describeUnknownRegion(
  region: string,
  undecided: readonly RegionalPart[],
): string | undefined {
  const isKnown = Token.isUnresolved(region) || regionsWithSchemas.includes(region);
  if (isKnown || undecided.length === 0) return undefined;
  const props = undecided.join(' and ');
  return `this version does not know whether region ${region} has what ${props} would create by default. If it does not, CloudFormation refuses the template before it creates anything: set ${props} to true or false`;
}

interface ChosenPart {
  readonly isOn: boolean;
  readonly problems: readonly string[];
}

function choosePart(
  gateway: Construct,
  key: RegionalPart,
  configured: boolean | undefined,
): ChosenPart {
  if (configured === false) return { isOn: false, problems: [] };
  const lacking: readonly string[] = regionsWithout[key];
  const { region } = Stack.of(gateway);
  if (Token.isUnresolved(region)) {
    refuseRegions(gateway, key, lacking);
    return { isOn: true, problems: [] };
  }
  if (!lacking.includes(region)) return { isOn: true, problems: [] };
  if (configured === undefined) return { isOn: false, problems: [] };
  return {
    isOn: false,
    problems: [`region ${region} lacks what ${key} turns on: leave ${key} out, or set it to false`],
  };
}

/** CloudFormation evaluates rules before it creates anything. */
function refuseRegions(gateway: Construct, key: RegionalPart, lacking: readonly string[]): void {
  new CfnRule(gateway, `RegionOf-${key}`, {
    assertions: [
      {
        assert: Fn.conditionNot(Fn.conditionContains([...lacking], Aws.REGION)),
        assertDescription: `This region lacks what ${key} turns on. Set ${key} to false in the props of the gateway, or give the stack its region.`,
      },
    ],
  });
}
