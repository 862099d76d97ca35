import {
  type BodyCodec,
  isCutOffJson,
  jsonCodec,
  toMediaType,
} from '../../../shared/provider/body-codec.ts';
import { formCodec } from '../../../shared/provider/form-codec.ts';

/** Forms, and what Twilio sends as JSON: an object of the same fields is read as a form is. */
export const codec: BodyCodec = {
  ...formCodec,
  decode(body, headers) {
    const isJson = toMediaType(headers['content-type'] ?? '') === jsonCodec.contentType;
    return isJson ? jsonCodec.decode(body, headers) : formCodec.decode(body, headers);
  },
  isCutOff: (text) => (/^\s*[[{]/.test(text) ? isCutOffJson(text) : formCodec.isCutOff(text)),
};
