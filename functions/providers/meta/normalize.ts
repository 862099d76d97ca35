import { readChanges } from '../../../shared/cloud-api/changes.ts';
import { cloudApiNormalizers, normalizeField } from '../../../shared/cloud-api/normalizers.ts';
import { normalizeItems } from '../../../shared/provider/normalize-items.ts';
import { manifest } from './manifest.ts';

export { handshake } from '../../../shared/provider/hub-challenge.ts';

export const normalize = normalizeItems(manifest, {
  readItems: readChanges,
  normalizers: cloudApiNormalizers,
  normalizeOther: normalizeField,
});
