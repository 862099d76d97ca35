import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodings } from '../../../tools/operator/erase/spelling/decodings.ts';
import { createNameMatcher } from '../../../tools/operator/erase/spelling/name-matcher.ts';
import { nationalForms } from '../../../tools/operator/erase/spelling/national-forms.ts';

const phone = '447700900123';
const matcher = createNameMatcher([phone, '15550100123']);
const isFound = (body: string) => matcher.namesIn(body).size > 0;

/** WhatsApp's id of a message of this user, in the form of real ones. */
function messageId(user: string): string {
  const bytes = Buffer.concat([
    Buffer.from([0x1c, 0x18, user.length]),
    Buffer.from(user),
    Buffer.from([0x15, 0x02, 0x00, 0x12, 0x18, 0x14]),
    Buffer.from('AAAAAAAAAAAAAAAAAAAA\0'),
  ]);
  return `wamid.${bytes.toString('base64')}`;
}

/** WhatsApp's id of a message before 2022: two digits in each byte, and a filler after an odd number. */
function oldMessageId(user: string): string {
  const hex = user.length % 2 === 0 ? user : `${user}f`;
  const length = (hex.length / 2 + (hex === user ? 0 : 0x80)).toString(16).padStart(2, '0');
  return Buffer.from(`8011${length}${hex}020912345678901234567890`, 'hex').toString('base64url');
}

function base64(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64');
}

function inBase64(value: object): string {
  return JSON.stringify({ anything: base64(value) });
}

/** A quarantined body that is not UTF-8, as the payload bucket has it. */
function inBytes(bytes: Buffer): string {
  return JSON.stringify({ body: { base64: bytes.toString('base64') } });
}

describe('a phone number is found', () => {
  it.each([
    ['as a text', `{"from":"${phone}"}`],
    ['with a plus', `{"from":"+${phone}"}`],
    ['with 00', `{"from":"00${phone}"}`],
    ['with 011', `{"from":"011${phone}"}`],
    ['with white space', '{"from":"+44 7700 900123"}'],
    ['with no-break white space', '{"from":"+44\u00a07700\u202f900123"}'],
    ['with punctuation', '{"from":"+44 (0) 7700-900.123"}'],
    ['with a typographic hyphen', '{"from":"+44\u20117700\u2013900123"}'],
    ['without a plus and with white space', '{"from":"44 7700 900 123"}'],
    ['as a JSON number', `{"from":${phone}}`],
    ['as a JSON number with an exponent', '{"from":4.47700900123e11}'],
    ['as a key', `{"+${phone}":{"name":"Ada"}}`],
    ['after an escaped line feed', `{"text":"call\\n${phone}"}`],
    ['after an escaped tab', `{"text":"call\\t${phone}"}`],
    ['with an escaped digit', `{"from":"\\u0034${phone.slice(1)}"}`],
    ['with every digit escaped', `"${[...phone].map((digit) => `\\u003${digit}`).join('')}"`],
    ['beside an underscore', `{"id":"wa_${phone}"}`],
    ['beside letters', `{"id":"user${phone}x"}`],
    ['in the id of a group', `{"group":"${phone}-1234@g.us"}`],
    ['in an address of WhatsApp', `{"jid":"${phone}:12@s.whatsapp.net"}`],
    ['in a URL', `{"link":"https://wa.me/${phone}?text=hi"}`],
    ['percent-encoded', `{"link":"https://shop.example/?from=%2B${phone}&x=1"}`],
    ['percent-encoded twice', `{"link":"https://shop.example/?next=%252B${phone}"}`],
    ['with percent-encoded digits', `{"q":"%34%34${phone.slice(2)}"}`],
    ['after a percent sign', `{"q":"100%${phone}"}`],
    ['as numbered characters of HTML', '{"html":"&#43;&#52;&#x34;7700900123"}'],
    ['in full-width digits', '{"text":"４４７７００９００１２３"}'],
    ['in Arabic digits', '{"text":"+٤٤٧٧٠٠٩٠٠١٢٣"}'],
    ['with invisible characters', '{"text":"\u202a+44\u200b7700\u2060900123\u202c"}'],
    ['in a message id', `{"id":"${messageId(phone)}"}`],
    ['in the id of a call', `{"id":"${messageId(phone).replace('wamid', 'wacid')}"}`],
    ['in a message id without its prefix', `{"id":"${messageId(phone).slice(6)}"}`],
    ['in a percent-encoded message id', `{"u":"/m/${encodeURIComponent(messageId(phone))}"}`],
    ['in JSON inside a text', JSON.stringify({ body: JSON.stringify({ from: `+${phone}` }) })],
    [
      'escaped in JSON inside a text',
      JSON.stringify({ body: `{"from":"\\u0034${phone.slice(1)}"}` }),
    ],
    ['in the first of two equal keys', `{"from":"${phone}","from":"15550100001"}`],
    ['in a vCard', JSON.stringify({ vcard: 'TEL;TYPE=CELL;waid=447700900123:+44 7700 900123' })],
    ['in text that is not JSON', `from=%2B${phone}&text=hello`],
    ['escaped in text that is not JSON', `{"from":"\\u0034${phone.slice(1)}"`],
    ['beside another number', `{"text":"2026-01-02 ${phone}"}`],
    ['with white space after a date', '{"text":"28.11.2026 0044 7700 900123"}'],
    ['with white space after a time', '{"text":"10:30 0044 7700 900123"}'],
    ['before another number', '{"text":"+44 7700 900123 / +44 7700 900456"}'],
    ['with underscores', '{"id":"44_7700_900123"}'],
    ['with middle dots', '{"text":"44·7700·900123"}'],
    ['in base64 under any key', inBase64({ data: { contact: `+${phone}` } })],
    ['spelled in base64', inBase64({ text: '\\u002b44 7700 900123' })],
    ['in base64 of a data URL', `{"url":"data:application/json;base64,${base64({ phone })}"}`],
    ['in base64 in a path', `{"url":"/a/${base64({ phone })}/b"}`],
    ['in an old message id', `{"id":"${oldMessageId(phone)}"}`],
    [
      'in an old message id, with an odd number of digits',
      `{"id":"${oldMessageId('15550100123')}"}`,
    ],
    ['in bytes in UTF-16', inBytes(Buffer.from(`{"from":"${phone}"}`, 'utf16le'))],
    ['in bytes in big-endian UTF-16', inBytes(Buffer.from(`"${phone}"`, 'utf16le').swap16())],
    ['in bytes in Latin-1', inBytes(Buffer.from(`Grüße, +44 7700 900123`, 'latin1'))],
    ['in compressed bytes', inBytes(gzipSync(`{"from":"${phone}"}`))],
  ])('%s', (_, body) => {
    expect(isFound(body)).toBe(true);
  });

  it('at any depth', () => {
    const deep = `${'['.repeat(20_000)}"+44 7700 900123"${']'.repeat(20_000)}`;
    expect(isFound(deep)).toBe(true);
  });
});

describe('a phone number is not found', () => {
  it.each([
    ['in a longer number', `{"id":"9${phone}"}`],
    ['at the beginning of a longer number', `{"id":"${phone}1"}`],
    ['in a number that another country code precedes', '{"from":"+1 447700900124"}'],
    ['in groups of digits that only together have them', '{"a":"4477009","b":"00123"}'],
    ['in the message id of another user', `{"id":"${messageId('447700900456')}"}`],
    ['in a list of numbers', '[44,7700,900123]'],
  ])('%s', (_, body) => {
    expect(isFound(body)).toBe(false);
  });
});

describe('an id is found', () => {
  const ids = createNameMatcher(['GB.1A2b', '42', '123456', 'Zoë.77x']);
  it.each([
    ['as a value', '{"user_id":"GB.1A2b"}', ['GB.1A2b']],
    ['in a text', '{"text":"user GB.1A2b wrote"}', ['GB.1A2b']],
    ['percent-encoded', '{"u":"?id=GB%2E1A2b"}', ['GB.1A2b']],
    ['escaped', '{"id":"\\u0047B.1A2b"}', ['GB.1A2b']],
    ['in another normalization', '{"id":"Zoe\\u0308.77x"}', ['Zoë.77x']],
    ['not as a part of a word', '{"id":"GB.1A2bc","other":"XGB.1A2b"}', []],
    ['not if it is so short that it occurs by chance', '{"id":"42","amount":123456}', []],
  ])('%s', (_, body, found) => {
    expect([...ids.namesIn(body)]).toEqual(found);
  });
});

describe('the national form of a phone number', () => {
  it.each([
    ['447700900123', ['07700900123', '7700900123']],
    ['4915199887766', ['015199887766', '15199887766']],
    ['15550100001', ['05550100001', '5550100001']],
    ['79005550100', ['09005550100', '89005550100', '9005550100']],
    ['36205550100', ['0205550100', '06205550100', '205550100']],
    ['3545550100', ['05550100']],
    ['4412345', []],
  ])('of %s is %j', (number, forms) => {
    expect(nationalForms(number)).toEqual(forms);
  });

  const forms = nationalForms(phone);
  const national = createNameMatcher(forms, new Set(forms));
  it.each([
    ['with its 0', '{"from":"07700900123"}', ['07700900123']],
    ['with white space', '{"from":"(07700) 900 123"}', ['07700900123']],
    ['without its 0', '{"from":"7700900123"}', ['7700900123']],
    ['not in a number of another country', '{"from":"+43 7700900123"}', []],
    ['after another number', '{"text":"07700 900456 / 07700 900123"}', ['07700900123']],
    ['without its 0 after another number', '{"text":"2 7700 900123"}', ['7700900123']],
    ['after a number with its country', '{"text":"+43 1 234567 / 07700 900123"}', ['07700900123']],
    ['with an underscore', '{"id":"07700_900123"}', ['07700900123']],
    ['not as a part of a longer number', '{"from":"437700900123"}', []],
  ])('is found %s', (_, body, found) => {
    expect([...national.namesIn(body)]).toEqual(found);
  });
});

it.each([1, 2, 3, 4])('a number that is percent-encoded %i times is found', (times) => {
  let text = '+44';
  for (let time = 0; time < times; time += 1) text = encodeURIComponent(text);
  expect(isFound(`${text}7700900123`)).toBe(true);
  let digits = `%34%34${'7700900123'}`;
  for (let time = 1; time < times; time += 1) digits = encodeURIComponent(digits);
  expect(isFound(digits)).toBe(true);
});

it('every way to write a number, one inside the other, is found', () => {
  const separator = fc.constantFrom('', ' ', '-', '.', '\u00a0', '/', ' (0) ');
  const escapes = fc.constantFrom<(text: string) => string>(
    (text) => text,
    encodeURIComponent,
    (text) => [...text].map((char) => `%${toHex(char)}`).join(''),
    (text) =>
      [...text].map((char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`).join(''),
    (text) => [...text].map((char) => `&#${char.charCodeAt(0)};`).join(''),
    (text) => `x${text}x`,
    (text) => `\n${text}\n`,
  );
  const wraps = fc.constantFrom<(text: string) => string>(
    (text) => text,
    (text) => JSON.stringify({ from: text }),
    (text) => JSON.stringify([{ body: JSON.stringify({ [text]: 1 }) }]),
  );
  fc.assert(
    fc.property(
      fc.constantFrom('+', '00', '', 'tel:'),
      separator,
      separator,
      escapes,
      wraps,
      (prefix, first, second, toEscaped, wrap) => {
        const written = `${prefix}44${first}7700${second}900123`;
        expect(isFound(wrap(toEscaped(written)))).toBe(true);
      },
    ),
  );
});

it('a number after any other number is found', () => {
  const digits = fc
    .array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 16 })
    .map((all) => all.join(''));
  const numbers = fc.array(digits, { minLength: 1, maxLength: 4 }).map((all) => all.join(' '));
  const separator = fc.constantFrom(
    ' ',
    ' / ',
    '/',
    ', ',
    '; ',
    ':',
    '_',
    '·',
    ' – ',
    '-',
    '\n',
    '|',
    '.',
    ') ',
  );
  const inner = fc.constantFrom('', ' ', '-', '.', '_', '·', '/', ' (0) ');
  const prefix = fc.constantFrom('+', '00', '011', '');
  fc.assert(
    fc.property(
      numbers,
      separator,
      prefix,
      inner,
      inner,
      (number, between, plus, first, second) => {
        const text = `${number}${between}${plus}44${first}7700${second}900123`;
        expect(isFound(JSON.stringify({ text }))).toBe(true);
        expect(isFound(inBase64({ text }))).toBe(true);
      },
    ),
  );
});

function toHex(char: string): string {
  return Buffer.from(char)
    .toString('hex')
    .replace(/(..)(?=.)/g, '$1%');
}

it('a body that needs no decoding is searched as one that does', () => {
  const written = fc.constantFrom(
    phone,
    '+44 7700 900123',
    `x${phone}`,
    '"',
    '\\',
    '\n',
    'GB.1A2b',
    'ＧＢ.1A2b',
  );
  const text = fc
    .array(fc.oneof(written, fc.string()), { maxLength: 4 })
    .map((parts) => parts.join(''));
  const names = createNameMatcher([phone, 'GB.1A2b']);
  fc.assert(
    fc.property(fc.array(fc.dictionary(text, fc.oneof(text, fc.integer()))), (value) => {
      const inEither = [...names.namesIn(JSON.stringify(value))].sort();
      expect([...names.namesIn(JSON.stringify(['%41', value]))].sort()).toEqual(inEither);
    }),
  );
});

it('decoding ends, whatever the text', () => {
  fc.assert(
    fc.property(
      fc
        .array(
          fc.constantFrom('%', '%3', '%25', '\\', '\\u', '0034', '&#', '37', ';', '𝟜', '\u200b'),
        )
        .map((parts) => parts.join('')),
      (text) => {
        expect(decodings(text).length).toBeLessThanOrEqual(5);
      },
    ),
  );
});
