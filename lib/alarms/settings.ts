import { z } from 'zod';
import { maxPublisherLagMs } from '../../shared/runtime/alarms.ts';
import { timeoutSeconds } from '../delivery-settings.ts';
import { closedObject, wholeNumber } from '../props/checks.ts';

/** Every kind of alarm of the callbacks, in the order of the runbook. */
const callbackKinds = [
  'callbacks-failing',
  'callbacks-failing-over-hours',
  'callbacks-slow',
  'callbacks-refused',
  'callbacks-refused-over-hours',
  'callbacks-quarantined',
  'callbacks-quarantined-over-a-day',
  'callbacks-undecodable',
  'callbacks-conflicting',
  'provider-silent',
] as const;

/** Every kind of alarm of what all providers share. */
const gatewayKinds = [
  'publisher-behind',
  'publisher-stopped',
  'publisher-stopped-over-hours',
  'event-dead-letters',
  'event-dead-letters-not-stored',
  'table-throttled',
  'api-failing',
  'api-throttled',
  'media-behind',
  'media-dead-letters',
  'media-failing',
] as const;

export const alarmKinds = [...gatewayKinds, ...callbackKinds] as const;

/** The last part of an alarm's name. docs/operations.md has an entry for it. */
export type AlarmKind = (typeof alarmKinds)[number];

const alarmPresets = ['small', 'full', 'none'] as const;

export type AlarmPreset = (typeof alarmPresets)[number];

/**
 * The alarms of a small gateway: nothing that is lost, or will be, stays silent (ADR 0041). What it leaves out
 * warns earlier, or has consequences that one of these sees.
 */
const smallKinds: readonly AlarmKind[] = [
  'publisher-behind',
  'publisher-stopped-over-hours',
  'event-dead-letters',
  'event-dead-letters-not-stored',
  'api-failing',
  'api-throttled',
  'media-dead-letters',
  'media-failing',
  'callbacks-failing-over-hours',
  'callbacks-refused-over-hours',
  'callbacks-quarantined-over-a-day',
  'callbacks-undecodable',
  'callbacks-conflicting',
  // Only for the providers for which it is configured.
  'provider-silent',
];

const kindsOfPresets: Readonly<Record<AlarmPreset, readonly AlarmKind[]>> = {
  small: smallKinds,
  full: alarmKinds,
  none: [],
};

const maxCallbackSeconds = timeoutSeconds.callback;

/** SQS keeps a message for 14 days at most. */
const maxMediaWaitHours = 14 * 24;

const count = wholeNumber(1);
const percent = positive(100);

const thresholds = closedObject({
  publisherLagMinutes: count.default(maxPublisherLagMs / 60_000),
  failedCallbacks: count.default(3),
  failedCallbacksPercent: percent.default(1),
  slowCallbackSeconds: positive(maxCallbackSeconds).default(3),
  refusedCallbacks: count.default(20),
  quarantinedItemsPerDay: count.default(10),
  mediaWaitHours: wholeNumber(1, maxMediaWaitHours).default(4),
  failedFiles: count.default(3),
  failedFilesPercent: percent.default(20),
});

function positive(max: number) {
  const error = `must be a number above 0, at most ${max}`;
  return z.number(error).positive(error).max(max, error);
}

/** The numbers that raise alarms, for those on which companies differ. */
export type AlarmThresholds = z.output<typeof thresholds>;

const kinds = z.array(z.enum(alarmKinds, `must be kinds of alarms: ${alarmKinds.join(', ')}`));

/** The checks of {@link AlarmChoice}. */
export const alarmChoiceShape = {
  preset: z.enum(alarmPresets, `must be one of ${alarmPresets.join(', ')}`).default('small'),
  include: kinds.default([]),
  exclude: kinds.default([]),
  thresholds: thresholds.prefault({}),
};

/** Which alarms a gateway has, and which numbers raise them. docs/limits.md has the price of each preset. */
export interface AlarmChoice {
  /**
   * `small`: nothing that is lost stays silent; most alarms are about all providers together. `full`: also early
   * warnings, and alarms of each provider alone. `none`: no alarms.
   *
   * @default small
   */
  readonly preset?: AlarmPreset | undefined;
  /** Kinds of alarms beside those of the preset: `['media-behind']`. @default none */
  readonly include?: readonly AlarmKind[] | undefined;
  /** Kinds of alarms of the preset to leave out. @default none */
  readonly exclude?: readonly AlarmKind[] | undefined;
  readonly thresholds?:
    | {
        /** `publisher-behind`: minutes that an event record waits. `doctor` always takes 15. @default 15 */
        readonly publisherLagMinutes?: number | undefined;
        /** `callbacks-failing`, `api-failing`: the least number of failures … @default 3 */
        readonly failedCallbacks?: number | undefined;
        /** … and more than this share of all callbacks. @default 1 */
        readonly failedCallbacksPercent?: number | undefined;
        /** `callbacks-slow`: seconds that the slowest 1 % of the callbacks take. @default 3 */
        readonly slowCallbackSeconds?: number | undefined;
        /** `callbacks-refused`: callbacks that were refused as not authentic. @default 20 */
        readonly refusedCallbacks?: number | undefined;
        /** `callbacks-quarantined-over-a-day`: items that the adapter did not recognize. @default 10 */
        readonly quarantinedItemsPerDay?: number | undefined;
        /** `media-behind`: hours that a message waits for the media mirror. @default 4 */
        readonly mediaWaitHours?: number | undefined;
        /** `media-failing`: the least number of files … @default 3 */
        readonly failedFiles?: number | undefined;
        /** … and more than this share of all files. @default 20 */
        readonly failedFilesPercent?: number | undefined;
      }
    | undefined;
}

/** An {@link AlarmChoice} with every default filled in. */
export interface AlarmSettings {
  readonly preset: AlarmPreset;
  readonly include: readonly AlarmKind[];
  readonly exclude: readonly AlarmKind[];
  readonly thresholds: AlarmThresholds;
}

/** The kinds of alarms that a gateway with these settings has. */
export function kindsOf({
  preset,
  include,
  exclude,
}: Pick<AlarmSettings, 'preset' | 'include' | 'exclude'>): ReadonlySet<AlarmKind> {
  const kinds = new Set([...kindsOfPresets[preset], ...include]);
  for (const kind of exclude) kinds.delete(kind);
  return kinds;
}

/** Whether alarms and graphs are about each provider alone, and not about all together. */
export function areProvidersApart({ preset }: Pick<AlarmSettings, 'preset'>): boolean {
  return preset === 'full';
}

/** Whether there is a dashboard, which costs as much as the alarms of a small gateway. */
export function hasDashboard(
  { preset }: Pick<AlarmSettings, 'preset'>,
  dashboard: boolean | undefined,
): boolean {
  return dashboard ?? preset === 'full';
}
