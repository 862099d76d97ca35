// Written by `npm run docs`. Change functions/providers/registry.ts or a manifest instead.
import { manifest as manifest0 } from '../../functions/providers/360dialog/manifest.ts';
import { manifest as manifest1 } from '../../functions/providers/alibaba-chatapp/manifest.ts';
import { manifest as manifest2 } from '../../functions/providers/google-rcs/manifest.ts';
import { manifest as manifest3 } from '../../functions/providers/gupshup/manifest.ts';
import { manifest as manifest4 } from '../../functions/providers/incs/manifest.ts';
import { manifest as manifest5 } from '../../functions/providers/infobip/manifest.ts';
import { manifest as manifest6 } from '../../functions/providers/innopaas/manifest.ts';
import { manifest as manifest7 } from '../../functions/providers/instagram/manifest.ts';
import { manifest as manifest8 } from '../../functions/providers/itnio/manifest.ts';
import { manifest as manifest9 } from '../../functions/providers/messenger/manifest.ts';
import { manifest as manifest10 } from '../../functions/providers/meta/manifest.ts';
import { manifest as manifest11 } from '../../functions/providers/twilio/manifest.ts';
import { manifest as manifest12 } from '../../functions/providers/ycloud/manifest.ts';
import { builtInProvider } from './built-in-provider.ts';
import type {
  ChannelOptions,
  GatewayProvider,
  MediaApiOptions,
  ProviderOptions,
  SignatureOptions,
} from './gateway-provider.ts';

/** Options of {@link dialog360}. */
export interface Dialog360Options
  extends ProviderOptions,
    ChannelOptions,
    SignatureOptions,
    MediaApiOptions {}

/** 360dialog. Its id is `360dialog`. */
export function dialog360(options: Dialog360Options = {}): GatewayProvider {
  return builtInProvider(manifest0, options);
}

/** Options of {@link alibabaChatapp}. */
export interface AlibabaChatappOptions extends ProviderOptions, ChannelOptions {}

/** Alibaba Cloud ChatApp. Its id is `alibaba-chatapp`. */
export function alibabaChatapp(options: AlibabaChatappOptions = {}): GatewayProvider {
  return builtInProvider(manifest1, options);
}

/** Options of {@link googleRcs}. */
export interface GoogleRcsOptions extends ProviderOptions, SignatureOptions {}

/** Google RCS for Business. Its id is `google-rcs`. */
export function googleRcs(options: GoogleRcsOptions = {}): GatewayProvider {
  return builtInProvider(manifest2, options);
}

/** Options of {@link gupshup}. */
export interface GupshupOptions extends ProviderOptions, ChannelOptions {}

/** Gupshup. Its id is `gupshup`. */
export function gupshup(options: GupshupOptions = {}): GatewayProvider {
  return builtInProvider(manifest3, options);
}

/** Options of {@link incs}. */
export interface IncsOptions extends ProviderOptions, ChannelOptions {}

/** INCS. Its id is `incs`. */
export function incs(options: IncsOptions = {}): GatewayProvider {
  return builtInProvider(manifest4, options);
}

/** Options of {@link infobip}. */
export interface InfobipOptions extends ProviderOptions, ChannelOptions {}

/** Infobip. Its id is `infobip`. */
export function infobip(options: InfobipOptions = {}): GatewayProvider {
  return builtInProvider(manifest5, options);
}

/** Options of {@link innopaas}. */
export interface InnopaasOptions extends ProviderOptions, ChannelOptions {}

/** InnoPaaS. Its id is `innopaas`. */
export function innopaas(options: InnopaasOptions = {}): GatewayProvider {
  return builtInProvider(manifest6, options);
}

/** Options of {@link instagram}. */
export interface InstagramOptions extends ProviderOptions, SignatureOptions {}

/** Instagram. Its id is `instagram`. */
export function instagram(options: InstagramOptions = {}): GatewayProvider {
  return builtInProvider(manifest7, options);
}

/** Options of {@link itnio}. */
export interface ItnioOptions extends ProviderOptions, ChannelOptions {}

/** ITNIO. Its id is `itnio`. */
export function itnio(options: ItnioOptions = {}): GatewayProvider {
  return builtInProvider(manifest8, options);
}

/** Options of {@link messenger}. */
export interface MessengerOptions extends ProviderOptions, SignatureOptions {}

/** Messenger. Its id is `messenger`. */
export function messenger(options: MessengerOptions = {}): GatewayProvider {
  return builtInProvider(manifest9, options);
}

/** Options of {@link meta}. */
export interface MetaOptions
  extends ProviderOptions,
    ChannelOptions,
    SignatureOptions,
    MediaApiOptions {}

/** Meta (WhatsApp Cloud API). Its id is `meta`. */
export function meta(options: MetaOptions = {}): GatewayProvider {
  return builtInProvider(manifest10, options);
}

/** Options of {@link twilio}. */
export interface TwilioOptions extends ProviderOptions, SignatureOptions {}

/** Twilio. Its id is `twilio`. */
export function twilio(options: TwilioOptions = {}): GatewayProvider {
  return builtInProvider(manifest11, options);
}

/** Options of {@link ycloud}. */
export interface YcloudOptions extends ProviderOptions, ChannelOptions, SignatureOptions {}

/** YCloud. Its id is `ycloud`. */
export function ycloud(options: YcloudOptions = {}): GatewayProvider {
  return builtInProvider(manifest12, options);
}
