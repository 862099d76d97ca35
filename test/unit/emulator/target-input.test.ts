import { describe, expect, it } from 'vitest';
import { eventTarget } from '../../../tools/emulator/event-bridge/target.ts';
import { toTargetInput } from '../../../tools/emulator/event-bridge/target-input.ts';
import type { EventEnvelope } from '../../../tools/emulator-client/event-log.ts';

const event: EventEnvelope = {
  version: '0',
  id: 'one',
  'detail-type': 'order',
  source: 'shop',
  account: '000000000000',
  time: '2026-01-01T00:00:00Z',
  region: 'us-east-1',
  resources: [],
  detail: { id: 'A "1"', lines: [{ sku: 'x' }], total: 3, 'a-b': null },
};

const ruleArn = 'arn:aws:events:us-east-1:000000000000:rule/bus/every-order';

function inputOf(settings: object): string {
  const target = eventTarget.parse({ Id: 'one', Arn: 'arn', ...settings });
  return toTargetInput({ ruleArn, target }, event, new Date('2026-01-01T00:00:01.000Z'));
}

const transformed = (InputTemplate: string, InputPathsMap: object = {}) =>
  inputOf({ InputTransformer: { InputPathsMap, InputTemplate } });

describe('a target receives', () => {
  it('the whole event, unless its rule says otherwise', () => {
    expect(JSON.parse(inputOf({}))).toEqual(event);
  });

  it('a constant text as it is', () => {
    expect(inputOf({ Input: '{"a": 1}' })).toBe('{"a": 1}');
  });

  it.each([
    ['$.detail', event.detail],
    ['$.detail.lines[0].sku', 'x'],
    ["$.detail['a-b']", null],
    ['$.detail-type', 'order'],
  ])('the part of the event at %s', (InputPath, expected) => {
    expect(JSON.parse(inputOf({ InputPath }))).toEqual(expected);
  });

  it('JSON with values of the event, and text with their texts', () => {
    const paths = {
      id: '$.detail.id',
      total: '$.detail.total',
      lines: '$.detail.lines',
      no: '$.no',
    };
    const json = transformed(
      '{"id": <id>, "total": <total>, "lines": <lines>, "no": <no>, "text": "<id> of <total>: <lines><no>"}',
      paths,
    );
    expect(JSON.parse(json)).toEqual({
      id: 'A "1"',
      total: 3,
      lines: [{ sku: 'x' }],
      no: '',
      text: 'A "1" of 3: [{"sku":"x"}]',
    });
  });

  it('what EventBridge knows besides', () => {
    const { detail: _, ...eventWithoutDetail } = event;
    const json = transformed(
      '{"rule": "<aws.events.rule-name>", "arn": <aws.events.rule-arn>, "at": <aws.events.event.ingestion-time>, "all": <aws.events.event.json>, "most": <aws.events.event>}',
    );
    expect(JSON.parse(json)).toEqual({
      rule: 'every-order',
      arn: ruleArn,
      at: '2026-01-01T00:00:01.000Z',
      all: event,
      most: eventWithoutDetail,
    });
  });

  it('what is in angle brackets and no variable as it is', () => {
    expect(transformed('"<b>bold</b>"')).toBe('"<b>bold</b>"');
  });
});
