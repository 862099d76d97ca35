import type { SampleMessage } from '../../../shared/provider/define-provider.ts';

/**
 * Who a test callback is from and to. Ofcom reserves these numbers for fiction ("Telephone numbers for use
 * in TV and radio drama programmes", read on 2026-11-28): a reply to them reaches no one.
 */
export const testAccount = {
  user: { phone: '447700900990', name: 'Tributary Verify' },
  business: { phone: '447700900991' },
  text: 'Test message of tributary verify. Do not reply.',
} as const satisfies Partial<SampleMessage>;

/** Beginning of the id of every test message: subscribers can exclude them by it. */
export const testMessagePrefix = 'wamid.tributary-verify-';

/** One run of the command. Everything that it writes has the id of the run in its name. */
export interface Run {
  /** When it began, which no other run did: the id follows from it. */
  readonly startedAt: Date;
  readonly id: string;
}

export function toRun(startedAt: Date): Run {
  return { startedAt, id: startedAt.getTime().toString(36) };
}

/** @param name says which message of the run it is */
export function testMessageId(run: Run, provider: string, name: string): string {
  return `${testMessagePrefix}${run.id}-${provider}-${name}`;
}

/** Key in the media bucket of the picture that a run has mirrored. No mirrored file has such a key. */
export function testPictureKey({ id }: Run): string {
  return `tributary-verify/${id}.png`;
}

/** The smallest picture: one transparent pixel. */
export const testPicture = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
);
