import type { Manifest } from '../../shared/provider/manifest.ts';
import { manifest as provider360dialog } from './360dialog/manifest.ts';
import { manifest as alibabaChatapp } from './alibaba-chatapp/manifest.ts';
import { manifest as googleRcs } from './google-rcs/manifest.ts';
import { manifest as gupshup } from './gupshup/manifest.ts';
import { manifest as incs } from './incs/manifest.ts';
import { manifest as infobip } from './infobip/manifest.ts';
import { manifest as innopaas } from './innopaas/manifest.ts';
import { manifest as instagram } from './instagram/manifest.ts';
import { manifest as itnio } from './itnio/manifest.ts';
import { manifest as messenger } from './messenger/manifest.ts';
import { manifest as meta } from './meta/manifest.ts';
import { manifest as twilio } from './twilio/manifest.ts';
import { manifest as ycloud } from './ycloud/manifest.ts';

/** The registry: one line for each provider. The stack, the emulator, the docs and the tests read it. */
export const providers: readonly Manifest[] = [
  provider360dialog,
  alibabaChatapp,
  googleRcs,
  gupshup,
  incs,
  infobip,
  innopaas,
  instagram,
  itnio,
  messenger,
  meta,
  twilio,
  ycloud,
];
