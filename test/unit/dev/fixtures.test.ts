import { describe, expect, it } from 'vitest';
import { findMistake, normalizeFixture, providerEventOf } from '../../../tools/dev/fixtures.ts';
import { lineProvider } from '../../support/line-provider.ts';

const good = '{"lines":["Hello"]}';
const bad = '{"lines":[7]}';

describe('the events of a fixture', () => {
  it('are those that the gateway would publish', () => {
    expect(normalizeFixture(lineProvider, good)).toMatchObject([
      { 'detail-type': 'message.received' },
    ]);
  });

  it('are the error of an adapter that fails, with its stack, and no quarantine', () => {
    const defect = new TypeError('a defect');
    const failing = {
      ...lineProvider,
      normalize: () => {
        throw defect;
      },
    };
    expect(() => normalizeFixture(failing, good)).toThrow(defect);
  });
});

it.each([
  ['message', 'message'],
  ['message.text', 'message'],
  ['message.updated', 'message.updated'],
  ['message.updated.read', 'message.updated'],
  ['messages.text', undefined],
  ['invalid.no-id', undefined],
])('the fixture %s is one of the provider event %s', (fixture, providerEvent) => {
  const names = ['message', 'message.updated', 'template'];
  const providerEvents = names.map((name) => ({ name, events: [] }));
  expect(providerEventOf({ providerEvents }, fixture)).toBe(providerEvent);
});

describe('a golden', () => {
  const mistakeOf = (name: string, payload: string) =>
    findMistake({ name }, normalizeFixture(lineProvider, payload));

  it('may have events, and a quarantine where the fixture is named invalid', () => {
    expect(mistakeOf('lines.one', good)).toBeUndefined();
    expect(mistakeOf('invalid.number', bad)).toBeUndefined();
  });

  it('has no other quarantine, and the refusal says what could not be read', () => {
    expect(mistakeOf('lines.number', bad)).toContain('invalid_shape, $.lines[0], expected text');
  });

  it('has a quarantine where the fixture is named invalid', () => {
    expect(mistakeOf('invalid.number', good)).toContain('every item of it is recognized');
  });
});
