import { anyFixture } from './stories/any-fixture.ts';
import {
  phoneChanges,
  preferences,
  templateChanges,
  templateDecisions,
} from './stories/changes.ts';
import {
  callAndPayment,
  reportedByTwoProviderEvents,
  sentThroughConsole,
  sentWithOwnText,
} from './stories/conversations.ts';
import { erasedUser } from './stories/erased-user.ts';
import { groupWithParticipants } from './stories/groups.ts';
import { historyOfThread } from './stories/history.ts';
import { largeRawJson, largeTexts, largeUnrecognized } from './stories/large.ts';
import { manyItems } from './stories/many-items.ts';
import { erasedPerson, joinedAgain, onePersonWithTwoNames } from './stories/one-person.ts';
import { handover } from './stories/other-apps.ts';
import {
  pictureAndReply,
  pictureById,
  pictureByInnopaas,
  pictureWithThumbnail,
  severalAtOnce,
} from './stories/pictures.ts';
import { received, refused, undecodable, unrecognized } from './stories/refused.ts';
import type { Script, Story } from './story.ts';

const ordinary: readonly Story[] = [
  reportedByTwoProviderEvents,
  sentThroughConsole,
  severalAtOnce,
  pictureAndReply,
  pictureByInnopaas,
  pictureWithThumbnail,
  pictureById,
  callAndPayment,
  handover,
  historyOfThread,
  groupWithParticipants,
  preferences,
  phoneChanges,
  templateDecisions,
  templateChanges,
  unrecognized,
  undecodable,
  received,
  refused,
  anyFixture,
  anyFixture,
  anyFixture,
  anyFixture,
  sentWithOwnText,
  onePersonWithTwoNames,
  joinedAgain,
  erasedPerson,
  erasedUser,
];

/** These cost more than all others: few runs have one. */
const large: readonly Story[] = [largeTexts, largeTexts, largeRawJson, largeUnrecognized];

/** Adds the stories of a run, which all happen at the same time. */
export function writeStories(script: Script): void {
  const { random, swarm } = script.world;
  for (let count = swarm.stories; count > 0; count -= 1) random.pick(ordinary)(script);
  if (random.chance(0.25) || swarm.isLarge || swarm.isLargest) manyItems(script);
  if (random.chance(0.25)) random.pick(large)(script);
}
