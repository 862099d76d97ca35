/** The bundles that belong to no provider, by what is in them. Every other bundle has the id of its provider. */
export const bundleNames = {
  publisher: 'publisher',
  mediaMirror: 'media-mirror',
  /** The callback function of every provider without an adapter. */
  generic: 'generic',
  /** The forwarder of an ordered subscription. */
  forwarder: 'forwarder',
  /** What a provider of an adopter's own is bundled with: the seam, and the pipeline behind its callbacks. */
  callback: 'callback',
} as const;

/** The functions that every gateway has, whatever its providers. */
export const coreFunctions = [bundleNames.publisher, bundleNames.mediaMirror] as const;
