import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../../shared/json.ts';
import { callback, draftsOf, messagesValue, unrecognizedOf } from './callbacks.ts';

describe('control of a conversation', () => {
  const recipient = { display_phone_number: '15550100001', phone_number_id: '200000000000001' };
  const control = { new_owner_role: 'ai_agent', new_owner_app_id: '700000000000002' };

  it('is a change of the conversation whose messages have its key', () => {
    const sender = { phone_number: '447700900123' };
    const value = { recipient, sender, type: 'control_taken', control_taken: control };
    expect(draftsOf(callback('messaging_handovers', value))[0]).toMatchObject({
      type: 'conversation.updated',
      data: {
        conversation: { key: 'whatsapp#15550100001#447700900123' },
        aspect: 'owner',
        change: 'control_taken',
        current: 'ai_agent',
        ownerId: '700000000000002',
      },
    });
  });

  it('belongs to a user who is named by the ids alone', () => {
    const sender = { user_id: 'GB.1', parent_user_id: 'GB.ENT.2' };
    const value = { recipient, sender, control_taken: control };
    expect(draftsOf(callback('messaging_handovers', value))[0]?.data).toMatchObject({
      conversation: { key: 'whatsapp#15550100001#GB.1' },
      user: { id: 'GB.1', parentId: 'GB.ENT.2' },
      change: 'control_taken',
    });
  });

  it.each([
    [{ previous_owner_role: 'human', previous_owner_app_id: '7' }, 'human'],
    [{ previous_owner_app_role: 'human', previous_owner_app_id: '7' }, 'human'],
    [{ previous_owner_app_id: '7' }, '7'],
    [{}, undefined],
  ])('was before with %j: %s', (before, previous) => {
    const value = { recipient, control_passed: { ...control, ...before } };
    const [draft] = draftsOf(callback('messaging_handovers', value));
    expect(draft?.data).toHaveProperty('current', 'ai_agent');
    expect(draft && 'previous' in draft.data ? draft.data.previous : undefined).toBe(previous);
  });

  it('is a change of an unknown conversation when no user is named', () => {
    const value = { recipient, control_passed: { new_owner_app_id: '700000000000002' } };
    const [draft] = draftsOf(callback('messaging_handovers', value));
    expect(draft?.data).toEqual({
      conversation: {},
      business: { phone: '15550100001' },
      aspect: 'owner',
      change: 'control_passed',
      current: '700000000000002',
      ownerId: '700000000000002',
    });
  });

  it.each([
    [{ control_passed: control }, 'recipient'],
    [{ recipient, type: 'control_passed' }, 'control_passed'],
  ])('is unrecognized without business or owner', (value, field) => {
    expect(unrecognizedOf(callback('messaging_handovers', value)).path).toBe(
      `$.entry[0].changes[0].value.${field}`,
    );
  });
});

describe('a group', () => {
  it('has an event for each entry', () => {
    const groups = [
      { group_id: 'g-1', type: 'group_create', subject: 'Squash' },
      { group_id: 'g-2', type: 'group_delete' },
    ];
    const drafts = draftsOf(callback('group_lifecycle_update', messagesValue({ groups })));
    expect(drafts.map(({ data }) => data)).toMatchObject([
      { group: { id: 'g-1', subject: 'Squash' }, aspect: 'lifecycle', current: 'group_create' },
      { group: { id: 'g-2' }, aspect: 'lifecycle', current: 'group_delete' },
    ]);
  });

  const onlyGroup = (field: string, group: JsonObject) =>
    draftsOf(callback(field, messagesValue({ groups: [{ group_id: 'g-1', ...group }] })))[0];

  it('has the time of the entry, else that of the callback', () => {
    const occurredAtOf = (group: JsonObject) =>
      onlyGroup('group_lifecycle_update', { type: 'group_create', ...group })?.occurredAt;
    expect(occurredAtOf({ timestamp: '1768046402' })).toBe('2026-01-10T12:00:02.000Z');
    expect(occurredAtOf({})).toBe('2026-01-10T12:00:00.000Z');
  });

  it.each([
    [{ wa_id: '447700900123' }, { phone: '447700900123' }],
    [{ user_id: 'GB.1' }, { id: 'GB.1' }],
  ])('is requested to join by a user with %j', (user, expected) => {
    const request = { type: 'group_join_request_created', ...user };
    const draft = onlyGroup('group_participants_update', request);
    expect(draft?.data).toMatchObject({ participants: [{ change: 'requested', ...expected }] });
  });

  it('has the settings that changed, be it a single one', () => {
    const group_subject = { text: 'Tennis', update_successful: true };
    const update = { type: 'group_settings_update', group_subject };
    expect(onlyGroup('group_settings_update', update)?.data).toMatchObject({
      group: { subject: 'Tennis' },
      settings: [{ name: 'subject', successful: true }],
    });
  });

  it('is unrecognized without an entry, or without what happened', () => {
    const pathOf = (groups: readonly object[]) =>
      unrecognizedOf(
        callback(
          'group_settings_update',
          messagesValue({ groups: JSON.parse(JSON.stringify(groups)) }),
        ),
      ).path;
    expect(pathOf([])).toBe('$.entry[0].changes[0].value.groups');
    expect(pathOf([{ group_id: 'g-1' }])).toBe('$.entry[0].changes[0].value.groups[0].type');
  });
});

describe('an entry of the address book', () => {
  it('is unrecognized without phone number and id', () => {
    const state_sync = [{ type: 'contact', contact: {}, action: 'add' }];
    const { path } = unrecognizedOf(callback('smb_app_state_sync', messagesValue({ state_sync })));
    expect(path).toBe('$.entry[0].changes[0].value.state_sync[0]');
  });
});

describe('a preference of a user', () => {
  it('belongs to a user who is named by the ids alone', () => {
    const preference = {
      user_id: 'GB.1',
      parent_user_id: 'GB.ENT.2',
      category: 'marketing_messages',
      value: 'stop',
      timestamp: 1_768_046_402,
    };
    const value = messagesValue({ user_preferences: [preference] });
    expect(draftsOf(callback('user_preferences', value))[0]?.data).toMatchObject({
      user: { id: 'GB.1', parentId: 'GB.ENT.2' },
      current: 'stop',
    });
  });
});
