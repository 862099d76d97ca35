import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import { expect, it } from 'vitest';
import { buildStack, everythingConfigured } from './synthesize.ts';

it.each([
  ['AwsSolutions', 'nothing', AwsSolutionsChecks, {}],
  ['AwsSolutions', 'everything', AwsSolutionsChecks, everythingConfigured],
  ['Serverless', 'nothing', ServerlessChecks, {}],
  ['Serverless', 'everything', ServerlessChecks, everythingConfigured],
])('%s finds nothing that is not suppressed, with %s configured', (_, __, Checks, config) => {
  const stack = buildStack(config);
  const { violations } = new Checks(stack).validateScope(stack);
  const findings = violations.flatMap(({ ruleName, violatingResources }) =>
    violatingResources.map(({ constructPath }) => `${ruleName} ${constructPath}`),
  );
  expect(findings).toEqual([]);
});
