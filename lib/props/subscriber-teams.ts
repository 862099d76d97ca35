import { z } from 'zod';
import { channelName } from './channel-directory.ts';

/** A managed policy holds 6,144 characters (IAM quotas, read 2026-11). */
const maxConversationsBytes = 3_000;

/** All conversations of a business on a channel: the beginning of their keys. */
const conversations = z.strictObject(
  {
    channel: channelName,
    business: z
      .string()
      .regex(
        /^[\w@.:#/-]{1,100}$/,
        'must be the phone number of the business in digits without +, or its id at the provider: up to 100 letters, digits and _ @ . : # / -',
      ),
  },
  explainKeys(
    'unrecognized_keys',
    'conversations can be limited by channel and business only: nothing else is at the beginning of a key',
  ),
);

const team = z
  .strictObject(
    {
      providers: z.array(z.string()).min(1).optional(),
      conversations: z
        .array(conversations)
        .refine(
          (list) => Buffer.byteLength(JSON.stringify(list)) <= maxConversationsBytes,
          `must fit into ${maxConversationsBytes.toLocaleString('en')} bytes of JSON, because IAM limits the size of a policy: divide the team`,
        )
        .optional(),
    },
    explainKeys(
      'unrecognized_keys',
      'a team can be limited by providers (event records, files, events) and by conversations (channel and business) only: nothing else is at the beginning of a key',
    ),
  )
  .refine(
    ({ providers, conversations }) => (providers === undefined) === (conversations === undefined),
    'needs both providers and conversations, or neither: each limits what the other does not ([] for no conversations)',
  );

const teamName = /^(?!tributary$)[a-z][a-z0-9]{0,30}$/;

/** Whether a team can have this name. */
export function isTeamName(name: string): boolean {
  return teamName.test(name);
}

/**
 * The teams of the gateway's account that have a policy of their own, by name. The name and a hyphen
 * begin the names of the team's rules, so it has no hyphen: no team's prefix begins with another's.
 */
export const subscriberTeams = z.record(
  z.string().regex(teamName),
  team,
  explainKeys(
    'invalid_key',
    'the name of a team must be 1 to 31 lower-case letters or digits, begin with a letter, and not be "tributary", which begins the names of the rules of the gateway',
  ),
);

/** What a team may read. Without limits it may read what every subscriber may. */
export type SubscriberTeam = z.output<typeof team>;

/** The teams that have a policy of their own, by name. */
export type SubscriberTeams = z.output<typeof subscriberTeams>;

/** Beginning of the names of a team's rules. */
export function rulePrefix(teamName: string): string {
  return `${teamName}-`;
}

/** Replaces the message for a wrong key, which only names the key. */
function explainKeys(problem: 'unrecognized_keys' | 'invalid_key', text: string) {
  const error = ({ code }: { readonly code?: string | undefined }) =>
    code === problem ? text : undefined;
  return { error };
}
