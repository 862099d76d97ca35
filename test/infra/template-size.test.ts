import { Template } from 'aws-cdk-lib/assertions';
import { expect, it } from 'vitest';
import { acme, buildStack, everythingConfigured, inventedProvider } from './synthesize.ts';

/** CloudFormation quotas, "AWS CloudFormation quotas", read 2026-11-28. */
const quotas = { resources: 500, templateBytes: 1024 * 1024, outputs: 200, parameters: 200 };

/** As many providers as there may be, each with everything that takes resources. */
const providers = [
  acme({ silentAfterHours: 6, signature: 'required' }),
  ...Array.from({ length: 12 }, (_, index) =>
    inventedProvider(
      { id: `provider-number-${index}`, name: `Provider number ${index}` },
      { silentAfterHours: 6, reservedConcurrency: 10 },
    ),
  ),
];

it('a gateway with 13 providers and everything configured leaves a quarter of what CloudFormation accepts', () => {
  const stack = buildStack({ ...everythingConfigured, providers });
  const template: Record<string, object> = Template.fromStack(stack).toJSON();
  const count = (section: string) => Object.keys(template[section] ?? {}).length;
  const most = (quota: number) => Math.floor((quota * 3) / 4);
  expect(count('Resources')).toBeGreaterThan(300);
  expect(count('Resources')).toBeLessThanOrEqual(most(quotas.resources));
  expect(count('Outputs')).toBeLessThanOrEqual(most(quotas.outputs));
  expect(count('Parameters')).toBeLessThanOrEqual(most(quotas.parameters));
  // As the CDK writes it, with its indentation.
  const text = JSON.stringify(template, null, 1);
  expect(Buffer.byteLength(text)).toBeLessThanOrEqual(most(quotas.templateBytes));
});
