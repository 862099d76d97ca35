import { Aws, CfnRule, Fn, Stack, Token } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { GatewaySettings } from './props/parse-props.ts';

/**
 * What some regions lack. CloudFormation refuses a template that has a resource type of which the
 * region knows nothing ("Unrecognized resource types"), even below a condition.
 *
 * Sources, read 2026-11-28: the note "Function URLs are not supported in the following Regions" in
 * https://docs.aws.amazon.com/lambda/latest/dg/urls-configuration.html ; the endpoints in
 * https://docs.aws.amazon.com/general/latest/gr/eventbridgeschemas.html ; AWS's resource schemas of 46
 * regions, as cfn-lint 1.58.0 has them.
 */
const regionsWithout = {
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
 * @returns with the problems: a prop turns a part on that the stack's region lacks, or no endpoint is left there
 */
export function chooseRegionalParts(
  gateway: Construct,
  { endpoints, schemaRegistry }: Pick<GatewaySettings, 'endpoints' | 'schemaRegistry'>,
): { readonly parts: RegionalParts; readonly problems: readonly string[] } {
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
  };
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
