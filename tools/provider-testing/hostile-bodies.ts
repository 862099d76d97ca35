/** Bodies that are not JSON, or JSON that no provider sends. */
export const hostileBodies: Readonly<Record<string, Uint8Array>> = {
  nothing: new Uint8Array(),
  'a byte order mark': Buffer.from('\ufeff{"event":"x"}'),
  'UTF-16': Buffer.from('{"event":"x"}', 'utf16le'),
  'bytes that are not UTF-8': Buffer.from([
    0x7b, 0x22, 0xff, 0xfe, 0xc0, 0x80, 0x22, 0x3a, 0x31, 0x7d,
  ]),
  zeros: Buffer.alloc(100_000),
  'half a body': Buffer.from('{"event":"new_message","message":{'),
  'a form': Buffer.from('payload=%7B%7D&event=new_message'),
  'XML with entities': Buffer.from('<!DOCTYPE a [<!ENTITY b "b">]><a>&b;</a>'),
  'brackets that never close': Buffer.from('['.repeat(1_000_000)),
  'arrays nested 1,000,000 deep': Buffer.from(`${'['.repeat(1e6)}${']'.repeat(1e6)}`),
  'a text of 4 MB': Buffer.from(`"${'x'.repeat(4 * 1024 * 1024 - 2)}"`),
  'one byte more than the limit': Buffer.alloc(4 * 1024 * 1024 + 1, ' '),
  'the largest payload of a Lambda function': Buffer.alloc(6 * 1024 * 1024, '{'),
  null: Buffer.from('null'),
  'a number': Buffer.from('42'),
  'a list': Buffer.from('[{"event":"new_message"}]'),
};
