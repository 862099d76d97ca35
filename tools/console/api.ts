import type { TributaryEvent } from '../../shared/contract/index.ts';
import type { CallState } from '../../shared/reader/call-state.ts';
import type { PaymentState } from '../../shared/reader/payment-state.ts';
import type { TimelineMessage } from '../../shared/reader/read-conversation.ts';
import type { LoggedCallback } from '../emulator-client/callback-log.ts';
import { emulatorPaths } from '../emulator-client/local-urls.ts';

// What the console's page asks for and its server returns. Both import this file.

const folder = emulatorPaths.console;

/** The routes of the server. The page is at `/`. */
export const routes = {
  script: `${folder}page.js`,
  style: `${folder}page.css`,
  icon: `${folder}icon.svg`,
  events: `${folder}api/events`,
  conversations: `${folder}api/conversations`,
  chat: `${folder}api/chat`,
  records: `${folder}api/records`,
  callbacks: `${folder}api/callbacks`,
  callback: `${folder}api/callback`,
  quarantine: `${folder}api/quarantine`,
  quarantined: `${folder}api/quarantined`,
  replay: `${folder}api/replay`,
  files: `${folder}api/files`,
  retry: `${folder}api/retry`,
  providers: `${folder}api/providers`,
  send: `${folder}api/send`,
  health: `${folder}api/health`,
  media: `${folder}media`,
} as const;

/** An event and its place in the order of arrival. */
export interface ArrivedEvent {
  readonly sequence: number;
  readonly event: TributaryEvent;
}

/** Events in the order of arrival, and the sequence to continue from. */
export interface EventsPage {
  readonly events: readonly ArrivedEvent[];
  readonly last: number;
}

/** A conversation in the list. */
export interface ConversationSummary {
  readonly key: string;
  readonly provider: string;
  /** The best name that is known of the user: their own, else a username, a phone number or an id. */
  readonly title: string;
  /** Every name of the user that the events have. */
  readonly names: readonly string[];
  readonly lastAt: string;
  readonly lastWords: string;
  readonly isLastOutbound: boolean;
}

/** A page of a conversation, with the calls and payments of its user. */
export interface Chat {
  readonly keys: readonly string[];
  readonly isCut: boolean;
  readonly messages: readonly TimelineMessage[];
  readonly older?: string | undefined;
  readonly calls: readonly CallState[];
  readonly payments: readonly PaymentState[];
}

/** A record of a message, with the provider's JSON. */
export interface ShownRecord {
  readonly pk: string;
  readonly sk: string;
  readonly event?: TributaryEvent | undefined;
  /** The JSON text that the provider sent; absent when it is in the payload bucket or has expired. */
  readonly raw?: string | undefined;
}

/** What a callback became. */
export interface CallbackDetail {
  readonly callback: LoggedCallback;
  /** The body as text; absent when it is not UTF-8. */
  readonly text?: string | undefined;
  /** What the adapter of this version makes of the body; absent without such an adapter. */
  readonly outcome?: CallbackOutcome | undefined;
}

export interface CallbackOutcome {
  readonly events: readonly TributaryEvent[];
  /** Items without an event, each with its provider event and the reason. */
  readonly others: readonly string[];
}

/** A row of `quarantine list`. */
export interface QuarantinedItem {
  readonly receivedAt: string;
  readonly provider: string;
  readonly providerEvent: string;
  readonly pk: string;
  readonly reason: string;
}

/** A row of `media list`, with the key of the stored file. */
export interface FileRow {
  readonly since: string;
  readonly provider: string;
  readonly conversation: string;
  readonly message: string;
  /** Position in the message, from 0. */
  readonly index: number;
  readonly file: string;
  readonly state: 'pending' | 'stored' | 'failed';
  readonly reason: string;
  readonly stored?: { readonly key: string; readonly contentType: string } | undefined;
}

/** What a replay has done, or would do. */
export interface ReplayCounts {
  readonly dryRun: boolean;
  /** Events that are published. */
  readonly stored: number;
}

/** What a retry has done, or would do. */
export interface RetryCounts {
  readonly dryRun: boolean;
  /** Files that are fetched. */
  readonly files: number;
}

/** A provider that is on. */
export interface ProviderInfo {
  readonly id: string;
  readonly name: string;
  /** Callback URLs with the token, by endpoint. */
  readonly urls: Readonly<Record<string, string>>;
  /** What a callback of it proves besides the token, and whether that is set up. */
  readonly proofs: readonly { readonly name: string; readonly isSetUp: boolean }[];
  /** Names of the fixtures that can be sent as test callbacks; empty for a deployed gateway. */
  readonly fixtures: readonly string[];
}

/** The response to a test callback. */
export interface SentCallback {
  readonly status: number;
  readonly elapsedMs: number;
  readonly body: string;
}

/** A finding of `doctor`. */
export interface HealthFinding {
  readonly check: string;
  readonly state: 'ok' | 'warning' | 'failed' | 'skipped';
  readonly text: string;
  readonly remedy?: string | undefined;
}
