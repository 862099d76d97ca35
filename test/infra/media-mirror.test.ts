import { expect, it } from 'vitest';
import { grantsOf, readable } from './readable.ts';
import {
  acme,
  acmeDefinition,
  everythingConfigured,
  inventedProvider,
  mediaApi,
  northWind,
  synthesize,
} from './synthesize.ts';

const template = synthesize();

function only(type: string, id: string) {
  const found = Object.entries(template.findResources(type)).filter(([name]) =>
    name.startsWith(id),
  );
  expect(found.map(([name]) => name)).toHaveLength(1);
  return found[0]?.[1].Properties;
}

const queue = only('AWS::SQS::Queue', 'MediaMirrorQueue');
const deadLetters = only('AWS::SQS::Queue', 'MediaMirrorDeadLetters');
const rule = only('AWS::Events::Rule', 'MediaMirror');
const mirror = only('AWS::Lambda::Function', 'MediaMirror');
const mapping = only('AWS::Lambda::EventSourceMapping', 'MediaMirror');

it('the rule matches events with files to download, but no replays and no history', () => {
  expect(rule.EventPattern).toEqual({
    source: [{ prefix: 'tributary.' }],
    'detail-type': [{ 'anything-but': { prefix: 'history.' } }],
    detail: {
      metadata: { replayed: [{ exists: false }] },
      data: { message: { media: { index: [{ exists: true }] } } },
    },
  });
  expect(readable(rule.EventBusName)).toBe('EventBus');
});

it('the rule matches the history where the owner wants its files', () => {
  const [withHistory] = Object.entries(
    synthesize({ historyMedia: true }).findResources('AWS::Events::Rule'),
  ).filter(([name]) => name.startsWith('MediaMirror'));
  expect(withHistory?.[1].Properties.EventPattern).not.toHaveProperty('detail-type');
});

it('the rule sends the whole event to the queue, or to the dead-letter queue', () => {
  const [target, ...others] = rule.Targets;
  expect(others).toEqual([]);
  expect(Object.keys(target).sort()).toEqual(['Arn', 'DeadLetterConfig', 'Id']);
  expect(readable(target.Arn)).toBe('MediaMirrorQueue');
  expect(readable(target.DeadLetterConfig.Arn)).toBe('MediaMirrorDeadLetters');
});

it('the queue makes as many attempts as the media mirror expects', () => {
  expect(readable(queue.RedrivePolicy.deadLetterTargetArn)).toBe('MediaMirrorDeadLetters');
  expect(mirror.Environment.Variables.MEDIA_MAX_RECEIVE_COUNT).toBe(
    String(queue.RedrivePolicy.maxReceiveCount),
  );
});

it('the hashes of users have the id of the stack as key, which only CloudFormation knows before', () => {
  expect(mirror.Environment.Variables.USER_HASH_KEY).toEqual({ Ref: 'AWS::StackId' });
});

it('the dead-letter queue keeps messages over a week longer than the queue', () => {
  const secondsPerDay = 24 * 60 * 60;
  expect(queue.MessageRetentionPeriod).toBe(4 * secondsPerDay);
  expect(deadLetters.MessageRetentionPeriod).toBe(14 * secondsPerDay);
});

it('the visibility timeout is six times the mirror’s timeout', () => {
  expect(queue.VisibilityTimeout).toBeGreaterThanOrEqual(6 * mirror.Timeout);
});

it('both queues are encrypted', () => {
  expect(queue.SqsManagedSseEnabled).toBe(true);
  expect(deadLetters.SqsManagedSseEnabled).toBe(true);
});

it('the queues require TLS and accept messages only from the rule', () => {
  const policies = Object.values(template.findResources('AWS::SQS::QueuePolicy'));
  const statements = policies.flatMap(({ Properties }) => Properties.PolicyDocument.Statement);
  expect(
    statements.map(
      ({ Effect, Action, Resource, Condition }) =>
        `${Effect} ${Action} ${readable(Resource)} ${JSON.stringify(Condition, (_, value) =>
          value?.['Fn::GetAtt'] ? readable(value) : value,
        )}`,
    ),
  ).toEqual(
    ['MediaMirrorDeadLetters', 'MediaMirrorQueue'].flatMap((name) => [
      `Deny sqs:* ${name} {"Bool":{"aws:SecureTransport":"false"}}`,
      `Allow sqs:SendMessage ${name} {"ArnEquals":{"aws:SourceArn":"MediaMirrorEventsWithMedia"}}`,
    ]),
  );
});

it('the mirror receives a message six times, and has six minutes each time', () => {
  expect(queue.RedrivePolicy.maxReceiveCount).toBe(6);
  expect(mirror.Timeout).toBe(6 * 60);
});

it('the mirror receives a few messages at a time, and SQS redelivers only those that failed', () => {
  expect(readable(mapping.EventSourceArn)).toBe('MediaMirrorQueue');
  expect(mapping.BatchSize).toBe(5);
  expect(mapping.ScalingConfig).toEqual({ MaximumConcurrency: 5 });
  expect(mapping.FunctionResponseTypes).toEqual(['ReportBatchItemFailures']);
});

it('the owner can configure how many mirrors run at the same time', () => {
  const [configured] = Object.values(
    synthesize({ mediaConcurrency: 40 }).findResources('AWS::Lambda::EventSourceMapping'),
  ).filter(({ Properties }) => Properties.ScalingConfig !== undefined);
  expect(configured?.Properties.ScalingConfig).toEqual({ MaximumConcurrency: 40 });
});

it('the mirror gets the media access of a provider and the secret with its credentials', () => {
  expect(JSON.parse(readable(mirror.Environment.Variables.MEDIA_ACCESS))).toEqual({
    acme: { ...acmeDefinition.mediaAccess, secretArn: 'AcmeSecret' },
  });
});

it('the mirror gets the media access and may read the secret of each provider that has one', () => {
  const files = { ...acmeDefinition, id: 'files', name: 'Files' };
  const several = synthesize({ providers: [acme(), northWind(), inventedProvider(files)] });
  const [[, withBoth] = []] = Object.entries(several.findResources('AWS::Lambda::Function')).filter(
    ([name]) => name.startsWith('MediaMirror'),
  );
  expect(JSON.parse(readable(withBoth?.Properties.Environment.Variables.MEDIA_ACCESS))).toEqual({
    acme: { ...acmeDefinition.mediaAccess, secretArn: 'AcmeSecret' },
    files: { ...acmeDefinition.mediaAccess, secretArn: 'FilesSecret' },
  });
  const grants = grantsOf(several, 'MediaMirrorRole');
  expect(grants.filter((grant) => grant.startsWith('secretsmanager:'))).toEqual([
    'secretsmanager:GetSecretValue AcmeSecret',
    'secretsmanager:GetSecretValue FilesSecret',
  ]);
});

it('the owner can configure base URL and version of a media API', () => {
  const [configured] = Object.entries(
    synthesize(everythingConfigured).findResources('AWS::Lambda::Function'),
  ).filter(([name]) => name.startsWith('MediaMirror'));
  const { acme } = JSON.parse(
    readable(configured?.[1].Properties.Environment.Variables.MEDIA_ACCESS),
  );
  expect(acme.api).toMatchObject(mediaApi);
});

it('the mirror gets the ports of file servers that the owner configures', () => {
  const [configured] = Object.entries(
    synthesize({ mediaPorts: [8443, 9443] }).findResources('AWS::Lambda::Function'),
  ).filter(([name]) => name.startsWith('MediaMirror'));
  expect(mirror.Environment.Variables).not.toHaveProperty('MEDIA_PORTS');
  expect(configured?.[1].Properties.Environment.Variables.MEDIA_PORTS).toBe('8443,9443');
});

it('the mirror gets no API and no secret if every provider sends links', () => {
  const linksOnly = synthesize({ providers: [northWind()] });
  const [[, linkMirror] = []] = Object.entries(
    linksOnly.findResources('AWS::Lambda::Function'),
  ).filter(([name]) => name.startsWith('MediaMirror'));
  expect(linkMirror?.Properties.Environment.Variables).not.toHaveProperty('MEDIA_ACCESS');
  expect(grantsOf(linksOnly, 'MediaMirrorRole').join()).not.toContain('secretsmanager');
});
