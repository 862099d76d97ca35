import { describe, expect, it } from 'vitest';
import { withoutEmpty } from '../../../shared/json.ts';
import { toResellerUser } from '../../../shared/whatsapp/reseller-user.ts';

const hidden = 'GB.13491208655302741918';
const parent = 'GB.ENT.11815799212886844830';

const userOf = (...given: Parameters<typeof toResellerUser>) =>
  withoutEmpty(toResellerUser(...given));

describe('the user in the callback of a reseller', () => {
  it('has the number, and the ids beside it', () => {
    expect(
      userOf(
        '+44 7700 900123',
        { fromUserId: hidden, fromParentUserId: parent },
        { name: 'Ada Example', username: 'ada.example' },
      ),
    ).toEqual({
      phone: '447700900123',
      id: hidden,
      parentId: parent,
      username: 'ada.example',
      name: 'Ada Example',
    });
  });

  it.each([
    [{ fromUserId: hidden }, {}],
    [{ from_user_id: hidden }, {}],
    [{ userId: hidden }, {}],
    [{ user_id: hidden }, {}],
    [{}, { userId: hidden }],
    [{}, { user_id: hidden }],
  ])('may be known by an id only: %j, %j', (ids, profile) => {
    expect(userOf(undefined, ids, profile)).toEqual({ id: hidden });
  });

  it('may have its id in the place of the number', () => {
    expect(userOf(hidden, {})).toEqual({ id: hidden });
  });

  it.each([
    { fromParentUserId: parent },
    { from_parent_user_id: parent },
    { parentUserId: parent },
    { parent_user_id: parent },
  ])('may be known by the id of the parent business only: %j', (ids) => {
    expect(userOf(undefined, ids)).toEqual({ id: parent, parentId: parent });
    expect(userOf(undefined, {}, ids)).toEqual({ id: parent, parentId: parent });
  });

  it('may be known by the username only', () => {
    expect(userOf(undefined, {}, { username: 'ada.example' })).toEqual({
      id: 'ada.example',
      username: 'ada.example',
    });
  });

  it('with a number has no username in the place of an id', () => {
    expect(userOf('447700900123', {}, { username: 'ada.example' })).toEqual({
      phone: '447700900123',
      username: 'ada.example',
    });
  });

  it('is absent where only a name is known', () => {
    expect(toResellerUser(undefined, {}, { name: 'Ada Example' })).toBeUndefined();
  });
});
