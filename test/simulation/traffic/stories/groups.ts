import { changedValue, fillFixture, withField } from '../fixtures.ts';
import type { Script, User } from '../story.ts';

const group = `${changedValue}.groups.0`;

/**
 * A group from its beginning to its end: users join it one by one, one asks to join and leaves, its
 * settings change, and it is suspended and deleted. All of it can arrive in any order.
 */
export function groupWithParticipants(script: Script): void {
  const { random } = script.world;
  const id = script.name('group');
  const isNew = () => random.chance(0.7);
  const change = (
    fixture: string,
    aspect: string,
    current: string,
    values: Readonly<Record<string, unknown>> = {},
    participants: readonly string[] = [],
  ) => {
    const marker = script.name('field');
    const body = fillFixture(`meta/group_${fixture}`, { [`${group}.group_id`]: id, ...values });
    const subject = ['group.updated meta', aspect, id, current, ...participants].join(' ');
    script.send('meta', withField(body, marker), [{ subject, marker }]);
  };
  const changeParticipants = (
    fixture: string,
    current: string,
    [list, word]: readonly [string, string],
    user: User,
  ) =>
    change(
      `participants_update.${fixture}`,
      'participants',
      current,
      { [`${group}.${list}`]: [{ wa_id: user.phone, user_id: user.id }] },
      [`${word}:${user.phone}`],
    );

  change('lifecycle_update.create', 'lifecycle', 'group_create');
  const users = Array.from({ length: random.integer(1, 4) }, () => script.user());
  const added = ['added_participants', 'added'] as const;
  const removed = ['removed_participants', 'removed'] as const;
  for (const user of users) {
    changeParticipants('add', 'group_participants_add', added, user);
    if (isNew()) changeParticipants('leave', 'group_participants_remove', removed, user);
  }
  if (isNew()) change('settings_update', 'settings', 'group_settings_update');
  if (isNew()) change('status_update.suspend', 'status', 'group_suspend');
  if (isNew()) change('lifecycle_update.delete', 'lifecycle', 'group_delete');
}
