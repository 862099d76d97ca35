import { isJsonObject, type JsonObject, type JsonValue } from '../../../shared/json.ts';
import { base64JsonCodec } from '../../../shared/provider/base64-json-codec.ts';
import { type BodyCodec, jsonCodec } from '../../../shared/provider/body-codec.ts';
import { formCodec } from '../../../shared/provider/form-codec.ts';
import { listBody, listIn, wholeBody } from '../../../shared/provider/normalize-items.ts';

/** A format of bodies, as one row of `docs/providers.md`. */
export interface Body {
  readonly name: string;
  readonly codec: BodyCodec;
  readonly readItems: ReturnType<typeof wholeBody>;
  /** The decoded body with one item. */
  toBody(item: JsonObject): JsonValue;
  /** Where the body has the id of its item, for a signature over a field; absent where bodies are not JSON. */
  readonly idAt?: readonly (string | number)[];
}

const whole = wholeBody('event');

/** The formats of bodies that an adapter can have. */
export const bodies: readonly Body[] = [
  { name: 'JSON', codec: jsonCodec, readItems: whole, toBody: (item) => item, idAt: ['id'] },
  {
    name: 'a list of JSON',
    codec: jsonCodec,
    readItems: listBody('event'),
    toBody: (item) => [item],
    idAt: [0, 'id'],
  },
  {
    name: 'a list in JSON',
    codec: jsonCodec,
    readItems: listIn('results', 'event'),
    toBody: (item) => ({ results: [item], count: 1 }),
    idAt: ['results', 0, 'id'],
  },
  {
    name: 'base64 in JSON',
    codec: base64JsonCodec('message', 'data'),
    readItems: (body) => whole(readInner(body)),
    toBody: (item) => ({ message: { id: item.id ?? null, data: item } }),
    idAt: ['message', 'id'],
  },
  { name: 'form', codec: formCodec, readItems: whole, toBody: (item) => item },
  {
    name: 'a codec of its own',
    codec: createLineCodec(),
    readItems: whole,
    toBody: (item) => item,
  },
];

function readInner(body: JsonValue): JsonValue {
  const message = isJsonObject(body) ? body.message : undefined;
  return (isJsonObject(message) ? message.data : undefined) ?? null;
}

/** A format that no codec of the seam has: one `name: value` a line. */
function createLineCodec(): BodyCodec {
  const contentType = 'text/plain';
  return {
    contentType,
    decode(body) {
      const lines = Buffer.from(body).toString().split('\n');
      const fields = lines.map((line) => /^(\w+): (.*)$/.exec(line));
      if (fields.includes(null)) return undefined;
      return {
        json: Object.fromEntries(fields.map((field) => [field?.[1] ?? '', field?.[2] ?? ''])),
      };
    },
    isCutOff: (text) => text === '',
    encode: (json) =>
      Object.entries(JSON.parse(json))
        .map(([name, value]) => `${name}: ${value}`)
        .join('\n'),
  };
}
