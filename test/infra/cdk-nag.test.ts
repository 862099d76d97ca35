import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import { expect, it, onTestFinished, vi } from 'vitest';
import { buildStack, everythingConfigured } from './synthesize.ts';

/** A property that cdk-nag 3.0 reads of every bus policy. The stack does not use it. */
const readByNag = 'CfnEventBusPolicy#principal is deprecated';

/** Collects the warnings of the CDK until the test ends. */
function captureWarnings(): readonly string[] {
  const warnings: string[] = [];
  const warn = vi.spyOn(console, 'warn').mockImplementation((...texts) => {
    warnings.push(texts.join(' '));
  });
  onTestFinished(() => warn.mockRestore());
  return warnings;
}

it.each([
  ['AwsSolutions', 'nothing', AwsSolutionsChecks, {}],
  ['AwsSolutions', 'everything', AwsSolutionsChecks, everythingConfigured],
  ['Serverless', 'nothing', ServerlessChecks, {}],
  ['Serverless', 'everything', ServerlessChecks, everythingConfigured],
])('%s finds nothing that is not suppressed, with %s configured', (_, __, Checks, config) => {
  const stack = buildStack(config);
  const warnings = captureWarnings();
  const { violations } = new Checks(stack).validateScope(stack);
  expect(warnings.filter((warning) => !warning.includes(readByNag))).toEqual([]);
  const findings = violations.flatMap(({ ruleName, violatingResources }) =>
    violatingResources.map(({ constructPath }) => `${ruleName} ${constructPath}`),
  );
  expect(findings).toEqual([]);
});
