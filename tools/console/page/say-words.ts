const digits = new Intl.NumberFormat();

/** What a sentence would call the limits and states that the word alone does not explain. */
const sentences: Readonly<Record<string, string>> = {
  ACCOUNT_VIOLATION: 'Policy violation',
  ACCOUNT_RESTRICTION: 'Restricted',
  ACCOUNT_DELETED: 'Deleted',
  DISABLED_UPDATE: 'Ban changed',
  SCHEDULE_FOR_DISABLE: 'To be disabled',
  DISABLE: 'Disabled',
  REINSTATE: 'Reinstated',
  VERIFIED_ACCOUNT: 'Verified',
  UPGRADE: 'Limit raised',
  DOWNGRADE: 'Limit lowered',
  THROUGHPUT_UPGRADE: 'Throughput raised',
  ONBOARDING: 'Number set up',
  FLAGGED: 'Flagged for low quality',
  UNFLAGGED: 'No longer flagged',
  GREEN: 'High quality',
  YELLOW: 'Medium quality',
  RED: 'Low quality',
};

/** Words that stay as they are in a sentence. */
const abbreviations = /\b(pin|id|url|api|otp|intl)\b/g;

/**
 * A word of a provider or of the contract, such as `invalid_shape`, as a person would write it: `Invalid shape`.
 *
 * @param counted what a limit counts: `TIER_10K` is `10,000 messages a day`
 */
export function sayWords(word: string, counted = 'a day'): string {
  const limit = readLimit(word);
  if (limit !== undefined) return `${limit} ${counted}`;
  const known = sentences[word.toUpperCase()];
  if (known !== undefined) return known;
  const text = word
    .replace(/[_.-]+/g, ' ')
    .trim()
    .toLowerCase()
    .replace(abbreviations, (each) => each.toUpperCase());
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** A limit in the words of the provider: `TIER_10K`, `TIER_UNLIMITED`, `1000`, `-1`. */
function readLimit(word: string): string | undefined {
  if (/^(tier_unlimited|-1)$/i.test(word)) return 'Unlimited';
  const [, number, thousands] = /^(?:tier_)?(\d+)(k?)$/i.exec(word) ?? [];
  return number && digits.format(Number(number) * (thousands ? 1000 : 1));
}
