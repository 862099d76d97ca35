import { fillFixture } from '../fixtures.ts';
import type { Script } from '../story.ts';

/** Letters of one, three and four bytes in UTF-8; as many as make a text hard to compress. */
const letters = lettersFrom('a', 26);
const ideographs = lettersFrom('\u4e00', 4_096);
const emoji = lettersFrom('\u{1f300}', 512);
const alphabets = [letters, ideographs, emoji] as const;

function lettersFrom(first: string, count: number): readonly string[] {
  const start = first.codePointAt(0) ?? 0;
  return Array.from({ length: count }, (_, index) => String.fromCodePoint(start + index));
}

/**
 * Sizes of texts in bytes: texts that leave room for the raw JSON in an item of the table, that leave
 * none, that fill an item, and that no item can hold.
 */
const sizes = [
  [45_000, 175_000],
  [175_000, 300_000],
  [300_000, 349_000],
  [300_000, 349_000],
  [300_000, 349_000],
  [350_000, 420_000],
] as const;

/** A text that is hard to compress. */
function toText({ world: { random } }: Script, leastBytes = 0): string {
  const [from, to] = random.pick(sizes.filter(([least]) => least >= leastBytes));
  const alphabet = random.pick(alphabets);
  const letterBytes = Buffer.byteLength(alphabet[0] ?? '');
  return random.text(Math.floor(random.integer(from, to) / letterBytes), alphabet);
}

/**
 * Texts near the limits of an item of the table. INCS reports the message a second time with another
 * text, by the same provider event or by another one.
 */
export function largeTexts(script: Script): void {
  const { random } = script.world;
  const id = script.name('wamid.');
  const isFirst = toTurns(script);
  for (let count = random.integer(1, 3); count > 0; count -= 1) {
    const marker = script.name('text');
    const text = shorten(`${marker} ${toText(script)}`);
    const isTooLarge = Buffer.byteLength(text) > mostBytes;
    const subject = isTooLarge
      ? `callback.quarantined incs ${marker}`
      : `message.received incs ${id}`;
    script.send('incs', toBody(isFirst(), id, text), [{ subject, marker }]);
  }
}

/** The gateway quarantines an event of more than 350,000 bytes: an item of the table could not hold it. */
const mostBytes = 350_000;

/** A text just below the limit is shortened: its event has some more bytes than the text. */
function shorten(text: string): string {
  const bytes = Buffer.byteLength(text);
  const isClose = bytes > mostBytes - 2_000 && bytes <= mostBytes;
  return isClose ? text.slice(0, -2_000) : text;
}

/** Both provider events in turn, or the same one every time: alternates, or conflicts. */
function toTurns({ world: { random } }: Script): () => boolean {
  const alternates = random.chance(0.5);
  let isFirst = random.chance(0.5);
  return () => {
    if (alternates) isFirst = !isFirst;
    return isFirst;
  };
}

function toBody(isFirstProviderEvent: boolean, id: string, text: string): string {
  return isFirstProviderEvent
    ? fillFixture('incs/new_message.whatsapp-text', {
        'message.messages.0.id': id,
        'message.messages.0.text.body': text,
      })
    : fillFixture('incs/message_created.101-text-inbound', {
        'message.channel_msg_id': id,
        'message.content.content': text,
      });
}

/** A short message with more JSON around it than an item of the table can hold, and another text. */
export function largeRawJson(script: Script): void {
  const { random } = script.world;
  const id = script.name('wamid.');
  const isFirst = toTurns(script);
  for (let count = random.integer(1, 3); count > 0; count -= 1) {
    const marker = script.name('text');
    const body = toBody(isFirst(), id, marker);
    const sent = JSON.stringify({ ...JSON.parse(body), added_field: toText(script, 300_000) });
    script.send('incs', sent, [{ subject: `message.received incs ${id}`, marker }]);
  }
}

/** JSON that no documentation describes, of any size. */
export function largeUnrecognized(script: Script): void {
  const marker = script.name('text');
  const body = JSON.stringify({
    event: 'announced_tomorrow',
    words: `${marker} ${toText(script)}`,
  });
  script.send('incs', body, [{ subject: `callback.quarantined incs ${marker}`, marker }]);
}
