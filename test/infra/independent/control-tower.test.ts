import { beforeAll, describe, expect, it } from 'vitest';
import { providers as registry } from '../../../functions/providers/registry.ts';
import type { GatewayProps } from '../../../lib/index.ts';
import { toPascalCase } from '../../../shared/runtime/stack-outputs.ts';
import { providers as inventedProviders } from '../synthesize.ts';
import { acceptedControls, acceptedOfSubscribers } from './accepted-controls.ts';
import { canEvaluateControls, findRefused } from './control-tower.ts';
import { type CloudFormationTemplate, withResource } from './template.ts';
import { synthesizeGateway, templatesUnderTest } from './templates.ts';

/** The props of a gateway in an account that turns on every control which a gateway can pass. */
const guarded = Object.assign(
  {},
  ...acceptedControls.map(({ passesWith }) => passesWith?.props ?? {}),
) as Partial<GatewayProps>;

describe.runIf(canEvaluateControls)('the proactive controls of AWS Control Tower', () => {
  let refused: Readonly<Record<string, readonly string[]>>;

  beforeAll(async () => {
    const templates = await templatesUnderTest();
    refused = await findRefused({
      ...templates,
      'the configuration that passes': synthesizeGateway(guarded),
      'a mutant': withoutTableKey(templates['everything configured']),
    });
  });

  it('refuse of a gateway with default configuration exactly what is accepted', () => {
    expect(refused['nothing configured']).toEqual(accepted(registry.map(({ id }) => id)));
  });

  it('refuse the same of a scaffolded provider', () => {
    const ids = [...registry.map(({ id }) => id), 'parrot'];
    expect(refused['a scaffolded provider']).toEqual(accepted(ids));
  });

  it('refuse the same of the scaffolded app', () => {
    expect(refused['the scaffolded app']).toEqual(accepted(['incs']));
  });

  it('refuse the same of a gateway in a stage', () => {
    const ids = inventedProviders.map(({ label }) => label);
    // The id of the gateway begins its logical ids.
    const inStage = accepted(ids).map((line) => line.replace(' ', ' Gateway'));
    expect(refused['a gateway in a stage']).toEqual(inStage.sort());
  });

  it('pass for the owner’s key, and refuse the rest of what is accepted, with everything configured', () => {
    const ids = inventedProviders.map(({ label }) => label);
    expect(refused['everything configured']).toEqual(
      accepted(
        ids,
        ({ control }) =>
          !['CT.CLOUDWATCH.PR.3', 'CT.DYNAMODB.PR.2', 'CT.S3.PR.10'].includes(control),
      ),
    );
  });

  it('pass with the configuration that the documentation names', () => {
    expect(refused['the configuration that passes']).toEqual(
      accepted(
        registry.map(({ id }) => id),
        ({ passesWith }) => passesWith === undefined,
      ),
    );
  });

  it.each(Object.entries(acceptedOfSubscribers))(
    'refuse of %s exactly what is accepted',
    (name, findings) => {
      expect(refused[name]).toEqual(Object.keys(findings));
    },
  );

  it('are evaluated for every template', async () => {
    const names = Object.keys(await templatesUnderTest());
    const gateways = [
      'nothing configured',
      'everything configured',
      'a scaffolded provider',
      'the scaffolded app',
      'a gateway in a stage',
    ];
    expect(names).toEqual([...gateways, ...Object.keys(acceptedOfSubscribers)]);
  });

  it('find a table without its key', () => {
    expect(refused['a mutant']).toContain('CT.DYNAMODB.PR.2 EventsTable');
  });
});

/** The accepted findings of a gateway with these providers, one line each. */
function accepted(
  ids: readonly string[],
  filter: (control: (typeof acceptedControls)[number]) => boolean = () => true,
): readonly string[] {
  return acceptedControls
    .filter(filter)
    .flatMap(({ control, resources, ofEachProvider = [], routeOfEachProvider }) => [
      ...resources.map((resource) => `${control} ${resource}`),
      ...ids.flatMap((id) => ofEachProvider.map((name) => `${control} ${toPascalCase(id)}${name}`)),
      ...(routeOfEachProvider
        ? ids.map((id) => `${control} CallbackApiRoute${id.replaceAll('-', '')}`)
        : []),
    ])
    .sort();
}

function withoutTableKey(template: CloudFormationTemplate | undefined): CloudFormationTemplate {
  if (!template) throw new Error('the template is missing');
  return withResource(template, 'AWS::DynamoDB::Table', ({ SSESpecification: _, ...rest }) => rest);
}
