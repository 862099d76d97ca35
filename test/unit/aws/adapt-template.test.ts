import { expect, it } from 'vitest';
import { adaptTemplate } from '../../aws/adapt-template.ts';

const metric = { MetricName: 'Errors', Namespace: 'AWS/Lambda', Dimensions: [] };
const template = {
  Resources: {
    Archive: { Type: 'AWS::Events::Archive' },
    Queue: { Type: 'AWS::SQS::Queue', Properties: { VisibilityTimeout: 30 } },
    Alarm: {
      Type: 'AWS::CloudWatch::Alarm',
      Properties: {
        Threshold: 1,
        Metrics: [
          { Id: 'rate', Expression: 'm1 / 2' },
          { Id: 'm1', MetricStat: { Metric: metric, Period: 60, Stat: 'Sum' } },
        ],
      },
    },
    MediaMirrorFunction: {
      Type: 'AWS::Lambda::Function',
      Properties: { Environment: { Variables: { LOG_LEVEL: 'INFO' } } },
    },
  },
  Outputs: { EventBusName: { Value: 'bus' }, IncsFunctionUrl: { Value: { Ref: 'Url' } } },
};

it('leaves out what the emulator refuses, and changes nothing else', () => {
  const { Resources, Outputs } = adaptTemplate(template, 4566);
  expect(Object.keys(Resources)).toEqual(['Queue', 'Alarm', 'MediaMirrorFunction']);
  expect(Resources.Queue).toBe(template.Resources.Queue);
  expect(Outputs.EventBusName).toBe(template.Outputs.EventBusName);
});

it('lets an alarm on metric math watch its first metric', () => {
  const { Resources } = adaptTemplate(template, 4566);
  const watched = { ...metric, Period: 60, Statistic: 'Sum' };
  expect(Resources.Alarm?.Properties).toEqual({ Threshold: 1, ...watched });
});

it('lets the media mirror fetch from the emulator, and names function URLs by its host', () => {
  const { Resources, Outputs } = adaptTemplate(template, 4566);
  expect(JSON.stringify(Resources.MediaMirrorFunction)).toContain('http://127.0.0.1:4566');
  expect(JSON.stringify(Outputs.IncsFunctionUrl)).toContain('.lambda-url.eu-west-1.localhost:4566');
});
