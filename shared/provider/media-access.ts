import type { MediaFailureReason } from '../contract/media-events.ts';

/**
 * How a provider's servers want to see the credentials of its secret: `accessToken` as a bearer token
 * (RFC 6750), as the password of `accessUser` (RFC 7617), or in a header of their own.
 */
export type MediaAuthorization =
  | 'bearer'
  | 'basic'
  | {
      /** In lower case. */
      readonly header: string;
      /** Before the token: `App `. */
      readonly prefix?: string;
    };

/** How the media mirror gets a provider's files, where a link alone does not open them. */
export interface MediaAccess {
  readonly authorization: MediaAuthorization;
  /**
   * Links of callbacks that need the credentials: `https://api.parrot.example/chats/{chat}/media/{id}`.
   * A name in braces stands for letters, digits, `.`, `_` and `-`. No other link gets them: a callback
   * must not lead the mirror, with the credentials, to another part of the provider's API.
   */
  readonly links?: readonly `https://${string}`[];
  /** Absent when all callbacks have links. */
  readonly api?: MediaApi;
}

/**
 * Where to find files that callbacks name only by an id: `GET <baseUrl><path>` with the credentials. A
 * refusal is a status other than 200, often with `{ "error": { "code": … } }`.
 */
export interface MediaApi {
  /** Without a slash at the end: `https://graph.facebook.com`. The owner may configure another. */
  readonly baseUrl: string;
  /** What `{version}` in the path stands for. The owner may configure another. */
  readonly version?: string;
  /** With `{id}`, and `{version}` if there are versions: `/{version}/{id}`. */
  readonly path: string;
  readonly returns: MediaApiResponse;
  /** Hosts of the files. Only they and the base URL get the credentials, over https. */
  readonly fileHosts: readonly string[];
  /** What an `error.code` means, where the status of the response does not say it. */
  readonly errorReasons: Readonly<Record<string, MediaFailureReason>>;
  /**
   * Header of a response whose JSON says after how many minutes a caller over its limit may try
   * again, in fields named `estimated_time_to_regain_access`.
   */
  readonly usageHeader?: string;
}

/** The file itself, or JSON that names its URL. */
export type MediaApiResponse =
  | 'file'
  | {
      /** Where the URL stands in the JSON: `['url']`. */
      readonly urlAt: readonly [string, ...string[]];
      /** The file is at the path of that URL on the API's own host, whichever host the URL names. */
      readonly isOnApiHost?: true;
    };
