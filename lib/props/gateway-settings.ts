import type * as acm from 'aws-cdk-lib/aws-certificatemanager';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type * as sns from 'aws-cdk-lib/aws-sns';
import { z } from 'zod';
import { alarmChoiceShape } from '../alarms/settings.ts';
import { defaultMediaConcurrency, defaultThrottling } from '../delivery-settings.ts';
import type { GatewayProvider } from '../providers/gateway-provider.ts';
import { closedObject, constructWith, onOrOff, textLike, wholeNumber } from './checks.ts';
import { subscriberTeams } from './subscriber-teams.ts';

/**
 * Providers may send a callback again for up to 7 days. If the event record expired before that, the
 * repeated callback would be stored as new; so event records live at least a day longer.
 */
const minimumEventsDays = 8;

/**
 * Accounts that fit into the policy of an event bus beside the rest of it: 10,240 characters, of which each
 * principal takes about 40 (EventBridge quotas, "Policy size", read 2026-11-28).
 */
const maxAccounts = 100;

/** The retention times that CloudWatch Logs knows, in days. */
const logsDays = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288,
  3653,
] as const;

/** Bounded by the archive, whose name has the fewest characters (EventBridge API reference, read 2026-11-28). */
export const gatewayName = textLike(
  /^[\w.-]{1,48}$/,
  'must be 1 to 48 letters, digits, dots, hyphens or underscores, which is what AWS allows in the name of an archive',
);

const days = wholeNumber(1);

const retention = closedObject({
  eventsDays: wholeNumber(minimumEventsDays).optional(),
  mediaDays: days.optional(),
  payloadsDays: wholeNumber(minimumEventsDays).optional(),
  archiveDays: days.default(14),
  logsDays: z
    .literal(logsDays, `must be one of the times of CloudWatch Logs: ${logsDays.join(', ')}`)
    .default(30),
}).superRefine(({ eventsDays, mediaDays, payloadsDays }, { addIssue }) => {
  const needs = (key: string, message: string) =>
    addIssue({ code: 'custom', path: [key], message });
  if (payloadsDays !== undefined && (eventsDays === undefined || payloadsDays < eventsDays)) {
    needs(
      'payloadsDays',
      'must be at least eventsDays, and needs eventsDays: an event record points to its raw payload in the payload bucket',
    );
  }
  if (eventsDays === undefined) return;
  if (payloadsDays === undefined) {
    needs(
      'eventsDays',
      'needs payloadsDays: raw payloads would stay for ever after their event records have expired',
    );
  }
  if (mediaDays === undefined || mediaDays > eventsDays) {
    needs(
      'eventsDays',
      'needs mediaDays, which must be at most eventsDays: only event records lead to the files of a user',
    );
  }
});

const concurrency = wholeNumber(1, 1_000_000).optional();

/** What {@link GatewayProps} must be. Types cannot say all of it, and JavaScript says nothing. */
export const gatewaySchema = closedObject({
  providers: z
    .array(
      z.custom<GatewayProvider>(isProvider, {
        error: ({ input }) =>
          typeof input === 'function'
            ? 'must be called: write meta() instead of meta'
            : "must be what a function of tributary-gateway/providers returns: incs(), generic({ id: 'shop' }), providerFrom('./providers/acme')",
      }),
      'must be a list: [incs(), innopaas()]',
    )
    .min(1, 'must name at least one provider: [incs(), innopaas()]'),
  name: gatewayName.optional(),
  retention: retention.prefault({}),
  endpoints: closedObject({ httpApi: onOrOff.default(true), functionUrl: onOrOff.optional() })
    .refine(
      (endpoints) => endpoints.httpApi || endpoints.functionUrl !== false,
      'turns both endpoints off: leave one on',
    )
    .prefault({}),
  throttling: closedObject({
    rateLimit: z
      .number('must be a number above 0')
      .positive('must be a number above 0')
      .default(defaultThrottling.rateLimit),
    burstLimit: wholeNumber(1).default(defaultThrottling.burstLimit),
  }).prefault({}),
  customDomain: closedObject({
    domainName: z.hostname('must be the name of a host: "callbacks.example.com"'),
    certificate: constructWith<acm.ICertificate>(
      'certificateArn',
      "must be a certificate: Certificate.fromCertificateArn(stack, 'Certificate', 'arn:…'), or a function of the scope that returns one",
    ),
  }).optional(),
  subscribers: closedObject({
    organizationId: textLike(
      /^o-[a-z0-9]{10,32}$/,
      'must be an AWS Organizations id such as o-a1b2c3d4e5',
    ).optional(),
    accountIds: z
      .array(textLike(/^\d{12}$/, 'must be a 12-digit AWS account id, as text'))
      .max(
        maxAccounts,
        `must be at most ${maxAccounts} accounts, which is what the policy of a bus holds: use organizationId`,
      )
      .default([]),
    teams: subscriberTeams.default({}),
  }).prefault({}),
  schemaRegistry: onOrOff.optional(),
  alarms: closedObject({
    ...alarmChoiceShape,
    topic: constructWith<sns.ITopic>(
      'topicArn',
      "must be a topic: Topic.fromTopicArn(stack, 'Topic', 'arn:…'), or a function of the scope that returns one",
    ).optional(),
    email: z.email('must be a mail address').optional(),
    runbookUrl: z.url('must be a URL that begins with https://').optional(),
  }).prefault({}),
  dashboard: onOrOff.optional(),
  encryptionKey: key().optional(),
  logsEncryptionKey: key().optional(),
  logLevel: z
    .enum(
      ['DEBUG', 'INFO'],
      'must be DEBUG or INFO: metrics and alarms need the log lines of level INFO',
    )
    .default('INFO'),
  mediaConcurrency: wholeNumber(2, 1_000).default(defaultMediaConcurrency),
  mediaPorts: z.array(wholeNumber(1, 65_535), 'must be a list of ports: [8443]').default([]),
  historyMedia: onOrOff.default(false),
  conversationList: onOrOff.default(false),
  reservedConcurrency: closedObject({
    callbacks: concurrency,
    publisher: concurrency,
    mediaMirror: concurrency,
  }).prefault({}),
  code: z
    .custom<(functionName: string) => lambda.Code>(
      (value) => typeof value === 'function',
      'must be a function of the name: (name) => Code.fromInline(name)',
    )
    .optional(),
}).superRefine((props, { addIssue }) => {
  if (props.customDomain && !props.endpoints.httpApi) {
    addIssue({
      code: 'custom',
      path: ['customDomain'],
      message: 'needs endpoints.httpApi: a custom domain belongs to the HTTP API',
    });
  }
  const reserved = props.reservedConcurrency.mediaMirror;
  if (reserved !== undefined && reserved < props.mediaConcurrency) {
    addIssue({
      code: 'custom',
      path: ['reservedConcurrency', 'mediaMirror'],
      message: `must be at least mediaConcurrency, which is ${props.mediaConcurrency}: SQS would invoke the media mirror more often than it may run`,
    });
  }
});

function key() {
  return constructWith<kms.IKey>(
    'keyArn',
    "must be a key: Key.fromKeyArn(stack, 'Key', 'arn:…'), or a function of the scope that returns one",
  );
}

function isProvider(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'load' in value && 'options' in value;
}
