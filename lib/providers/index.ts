/**
 * `tributary-gateway/providers`: the providers of a gateway. One function for each that Tributary has an adapter
 * for; `generic` for any other, and `providerFrom` for an adapter of your own.
 */
export * from './built-in.ts';
export type {
  AnyProviderOptions,
  ChannelOptions,
  GatewayProvider,
  MediaApiOptions,
  ProviderOptions,
  SignatureOptions,
} from './gateway-provider.ts';
export {
  type GenericProviderProps,
  type GenericSignatureProps,
  generic,
} from './generic.ts';
export { providerFrom } from './provider-from.ts';
