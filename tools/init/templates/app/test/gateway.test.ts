import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Gateway, readStage } from 'tributary-gateway/cdk';
import { describe, expect, it } from 'vitest';
import stages from '../gateway.config.ts';

describe.each(Object.keys(stages.stages))('the stage %s', (stage) => {
  const app = new App({ context: { stage } });
  const stack = new Stack(app, 'Gateway');
  const gateway = new Gateway(stack, 'Default', readStage(app, stages).props);
  const template = Template.fromStack(stack);

  it('has a callback URL for every provider', () => {
    expect(Object.keys(gateway.callbackUrls)).toContain('incs');
  });

  it('keeps its events when the stack is deleted', () => {
    const tables = template.findResources('AWS::DynamoDB::Table');
    expect(Object.values(tables)).toMatchObject([{ DeletionPolicy: 'Retain' }]);
  });
});
