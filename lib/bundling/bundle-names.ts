/** The bundles that belong to no provider, by what is in them. Every other bundle has the id of its provider. */
export const bundleNames = {
  publisher: 'publisher',
  mediaMirror: 'media-mirror',
  /** The callback function of every provider without an adapter. */
  generic: 'generic',
  /** The forwarder of an ordered subscription. */
  forwarder: 'forwarder',
  /** What posts the events of an HTTP subscription. */
  httpDelivery: 'http-delivery',
  /** The pipeline behind the callbacks of a provider, with which one of an adopter's own is bundled. */
  callback: 'callback',
} as const;

/** The functions that every gateway has, whatever its providers. */
export const coreFunctions = [bundleNames.publisher, bundleNames.mediaMirror] as const;
