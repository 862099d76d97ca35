import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';
import * as z from 'zod/mini';
import { mediaFailureReason } from '../../shared/contract/media-events.ts';
import {
  environmentKeys,
  localMediaOriginKey,
  readEnvironment,
  readRetentionDays,
} from '../../shared/runtime/environment.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** How to get a provider's files, as the stack configures it: see `MediaAccess` of the manifest. */
const accessOfProvider = z.object({
  authorization: z.union([
    z.enum(['bearer', 'basic']),
    z.object({ header: z.string(), prefix: z.optional(z.string()) }),
  ]),
  links: z.optional(z.array(z.string())),
  api: z.optional(
    z.object({
      baseUrl: z.url(),
      version: z.optional(z.string()),
      path: z.string(),
      returns: z.union([
        z.literal('file'),
        z.object({
          urlAt: z.tuple([z.string()], z.string()),
          isOnApiHost: z.optional(z.literal(true)),
        }),
      ]),
      fileHosts: z.array(z.string()),
      errorReasons: z.record(z.string(), mediaFailureReason),
      usageHeader: z.optional(z.string()),
    }),
  ),
  /** ARN of the provider's secret, which has the credentials. */
  secretArn: z.string(),
});

export type ConfiguredMediaAccess = z.infer<typeof accessOfProvider>;
export type ConfiguredMediaApi = NonNullable<ConfiguredMediaAccess['api']>;

/** Everything that the function's environment configures. */
export interface MirrorSettings {
  readonly tableName: string;
  /** Time to live of event records; absent means that they are not deleted. */
  readonly retentionDays: number | undefined;
  readonly bucketName: string;
  /** The key of the hashes by which a file says whose it is. */
  readonly userHashKey: string;
  /** By provider id; empty when the links of all providers open without credentials. */
  readonly mediaAccess: Readonly<Record<string, ConfiguredMediaAccess>>;
  /** Ports beside 443 and 80: of file servers that the owner configured, and of the media APIs. */
  readonly otherPorts: readonly string[];
  /** How often the queue delivers a record before it moves it to the dead-letter queue. */
  readonly maxReceiveCount: number;
  /**
   * Origins that the mirror may fetch from although their address is private: the emulator's media
   * server, and media APIs that are configured on loopback. In AWS there are none, whatever the media
   * APIs are.
   */
  readonly localOrigins: readonly string[];
  readonly logLevel: string | undefined;
}

/**
 * Reads the function's environment while it starts, so that a wrong value shows in the deployment.
 *
 * @throws {Error} naming the variable that is missing or wrong
 */
export function readMirrorSettings(environment: Environment): MirrorSettings {
  const mediaAccess = readMediaAccess(environment);
  return {
    tableName: readEnvironment(environment, environmentKeys.eventsTable),
    retentionDays: readRetentionDays(environment),
    bucketName: readEnvironment(environment, environmentKeys.mediaBucket),
    userHashKey: readEnvironment(environment, environmentKeys.userHashKey),
    mediaAccess,
    otherPorts: readOtherPorts(environment, mediaAccess),
    maxReceiveCount: readMaxReceiveCount(environment),
    localOrigins: readLocalOrigins(environment, mediaAccess),
    logLevel: environment[environmentKeys.logLevel],
  };
}

function readMediaAccess(environment: Environment): MirrorSettings['mediaAccess'] {
  const text = environment[environmentKeys.mediaAccess];
  if (!text) return {};
  try {
    return z.parse(z.record(z.string(), accessOfProvider), JSON.parse(text));
  } catch (error) {
    throw new Error(`${environmentKeys.mediaAccess} must be JSON as the stack writes it`, {
      cause: error,
    });
  }
}

function toApiUrls(mediaAccess: MirrorSettings['mediaAccess']): readonly URL[] {
  return Object.values(mediaAccess).flatMap(({ api }) => (api ? [new URL(api.baseUrl)] : []));
}

function readOtherPorts(
  environment: Environment,
  mediaAccess: MirrorSettings['mediaAccess'],
): readonly string[] {
  const text = environment[environmentKeys.mediaPorts];
  const configured = text ? text.split(',') : [];
  const isPort = (port: string) => /^[1-9]\d{0,4}$/.test(port) && Number(port) < 65_536;
  if (!configured.every(isPort)) {
    throw new Error(`${environmentKeys.mediaPorts} must be ports such as 8443,9443`);
  }
  const ofApis = toApiUrls(mediaAccess).map(({ port }) => port);
  return [...configured, ...ofApis.filter((port) => port !== '')];
}

/** A wrong count must not start: the mirror would never write `media.failed` for a last attempt. */
function readMaxReceiveCount(environment: Environment): number {
  const count = Number(readEnvironment(environment, environmentKeys.mediaMaxReceiveCount));
  if (!Number.isSafeInteger(count) || count < 1) {
    throw new Error(`${environmentKeys.mediaMaxReceiveCount} must be a whole number from 1`);
  }
  return count;
}

/**
 * Only one loopback origin is accepted: a function whose environment could open a private network to
 * it must not start.
 */
function readLocalOrigins(
  environment: Environment,
  mediaAccess: MirrorSettings['mediaAccess'],
): readonly string[] {
  const mediaOrigin = environment[localMediaOriginKey];
  if (!mediaOrigin) return [];
  if (!isLoopbackOrigin(mediaOrigin)) {
    throw new Error(`${localMediaOriginKey} must be one origin such as http://127.0.0.1:8787`);
  }
  const apiOrigins = toApiUrls(mediaAccess).map(({ origin }) => origin);
  return [mediaOrigin, ...apiOrigins.filter(isLoopbackOrigin)];
}

function isLoopbackOrigin(value: string): boolean {
  const url = URL.parse(value);
  if (url === null || url.protocol !== 'http:' || url.origin !== value) return false;
  const hostname = url.hostname.replace(/^\[|\]$/g, '');
  return isIP(hostname) !== 0 && ipaddr.parse(hostname).range() === 'loopback';
}
