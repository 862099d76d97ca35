import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../shared/json.ts';
import { toDraft } from '../../support/result-reader.ts';
import { businessPhone, messageWith, resultsOf, userPhone, valueWith } from './values.ts';

/** What the events after the message say about the user. */
function changesOf(system: JsonObject, from: JsonObject = {}): readonly unknown[] {
  const { text: _, ...message } = messageWith({ type: 'system', system, ...from });
  const [, ...others] = resultsOf(valueWith({ messages: [message] }));
  return others.map((result) => {
    const draft = toDraft(result);
    return [draft.type, draft.data];
  });
}

describe('a notice that a user has changed', () => {
  it('gives an event for the new number', () => {
    expect(changesOf({ type: 'user_changed_number', wa_id: '447700900321' })).toEqual([
      [
        'user.updated',
        {
          user: { phone: '447700900321' },
          business: { phone: businessPhone },
          aspect: 'identity',
          previous: userPhone,
          current: '447700900321',
          reason: 'user_changed_number',
        },
      ],
    ]);
  });

  it('gives an event for the new id, with the new id in the scope of the parent', () => {
    const system = {
      type: 'user_changed_user_id',
      user_id: 'GB.2',
      previous_user_id: 'GB.1',
      parent_user_id: 'GB.ENT.2',
      previous_parent_user_id: 'GB.ENT.1',
    };
    expect(changesOf(system, { from: null })).toEqual([
      [
        'user.updated',
        {
          user: { id: 'GB.2', parentId: 'GB.ENT.2' },
          business: { phone: businessPhone },
          aspect: 'identity',
          previous: 'GB.1',
          current: 'GB.2',
          reason: 'user_changed_user_id',
        },
      ],
    ]);
  });

  it('gives an event for each when both are new', () => {
    const system = { type: 'user_changed_number', wa_id: '447700900321', user_id: 'GB.2' };
    expect(changesOf(system, { from_user_id: 'GB.1' })).toMatchObject([
      ['user.updated', { previous: userPhone, current: '447700900321' }],
      ['user.updated', { previous: 'GB.1', current: 'GB.2' }],
    ]);
  });

  it('gives none for the id when it is the same, or was not known', () => {
    const system = { type: 'user_changed_number', wa_id: '447700900321', user_id: 'GB.1' };
    expect(changesOf(system, { from_user_id: 'GB.1' })).toHaveLength(1);
    expect(changesOf(system)).toHaveLength(1);
  });

  it.each([
    { type: 'customer_identity_changed', identity: 'hash-1' },
    { type: 'user_changed_number' },
    { type: 'word_of_tomorrow', wa_id: '447700900321' },
  ])('gives none for another notice: $type', (system) => {
    expect(changesOf(system)).toEqual([]);
  });
});
