import type { TributaryEvent } from '../../shared/contract/index.ts';
import type { CallState } from '../../shared/reader/call-state.ts';
import type { PaymentState } from '../../shared/reader/payment-state.ts';
import type { TimelineMessage } from '../../shared/reader/read-conversation.ts';

// What the console's server returns to its page. Both import this file.

/** What a one-time link is exchanged for. */
export interface Session {
  /** Goes with every request, as the header `sessionHeader`. */
  readonly session: string;
  /** Goes into the addresses of files, as the query `pass`: a picture cannot send a header. */
  readonly pass: string;
}

/** What the console serves. */
export interface Site {
  /** Names of the gateways to choose from; the first one is shown first. */
  readonly gateways: readonly string[];
  readonly isEmulator: boolean;
  /** Whether the person has allowed writing. Always on the emulator, whose buttons ask one by one. */
  readonly isWritingAllowed: boolean;
}

/** What the page must know of a gateway. */
export interface About {
  readonly name: string;
  readonly version: string;
  /** Whether it runs on the emulator: reading costs nothing, and its callbacks are seen as they come. */
  readonly isOnEmulator: boolean;
  /** `doctor` for this gateway, as it can be pasted into a terminal. */
  readonly doctor: string;
  /** Whether the table lists the conversations of a day. */
  readonly listsByDay: boolean;
}

/** Whether the events on a deployed bus are followed. */
export interface Following {
  readonly state: 'off' | 'starting' | 'on' | 'ending' | 'failed';
  /** What was created, or why it failed. */
  readonly text: string;
}

/** How far the whole table was read, for the lists that no index has. */
export interface Reading {
  readonly state: 'unread' | 'reading' | 'read' | 'failed';
  /** Items that were read so far. */
  readonly items: number;
  /** What the next reading takes: `1.2 MB, 150 read units, about 0.00 USD`. */
  readonly cost: string;
  readonly problem?: string | undefined;
}

/** An event and its place in the order of arrival. */
export interface ArrivedEvent {
  readonly sequence: number;
  /** When it was put on the bus, in seconds: a file's event comes later than the message that it is of. */
  readonly at: string;
  readonly event: TributaryEvent;
  /** Whom it is about, when that can be opened: an event of a file has only the id of its message. */
  readonly about?: EventSubject | undefined;
}

/** The person whom an event is about, and their conversation. */
export interface EventSubject {
  readonly who: string;
  /** Its key. */
  readonly conversation: string;
}

/** Events in the order of arrival, and the sequence to continue from. */
export interface EventsPage {
  readonly events: readonly ArrivedEvent[];
  readonly last: number;
}

/** A page of the list of conversations. */
export interface ConversationsPage {
  readonly conversations: readonly ConversationSummary[];
  readonly next?: string | undefined;
  /** The businesses of the conversations that are known, as `<channel>#<business>`. */
  readonly scopes: readonly string[];
  /** Where a search has not looked. */
  readonly note?: string | undefined;
}

/** A conversation in the list. */
export interface ConversationSummary {
  readonly key: string;
  readonly provider: string;
  readonly channel: string;
  /** The business on the other side: its name, number or id. */
  readonly business: string;
  readonly isGroup: boolean;
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

/** A callback in the list: what the emulator, or the log of a deployed function, says about it. */
export interface CallbackRow {
  /** Its place in the order of arrival. */
  readonly sequence: number;
  readonly receivedAt: string;
  /** The status of its response, or what the log says became of it. */
  readonly outcome: string;
  readonly isRefused: boolean;
  /** `POST /meta/…`, or the provider. */
  readonly what: string;
  /** Size and time, or counts. */
  readonly more: string;
}

/** Callbacks in the order of arrival, and the sequence to continue from. */
export interface CallbacksPage {
  readonly callbacks: readonly CallbackRow[];
  readonly last: number;
  /** What is not shown, for a deployed gateway. */
  readonly note?: string | undefined;
}

/** What a callback became. */
export interface CallbackDetail {
  readonly row: CallbackRow;
  /** Headers and response, or the line of the log, by the name of the section. */
  readonly sections: Readonly<Record<string, object>>;
  /** The body as text; absent when it is not UTF-8, or when nothing holds it. */
  readonly text?: string | undefined;
  /** What the adapter of this version makes of the body, or what the table holds of it. */
  readonly outcome?: CallbackOutcome | undefined;
  /** What is missing, and where it is. */
  readonly note?: string | undefined;
}

export interface CallbackOutcome {
  readonly events: readonly TributaryEvent[];
  /** Items without an event, each with its provider event and the reason. */
  readonly others: readonly string[];
}

/** Why an item was quarantined. */
export interface Unrecognized {
  readonly reason: string;
  /** Where the first value is that could not be read. */
  readonly path?: string | undefined;
  /** What was expected there. */
  readonly problem?: string | undefined;
}

/** Quarantined items of one provider, provider event, reason and path. */
export interface QuarantineGroup extends Unrecognized {
  readonly provider: string;
  readonly providerEvent: string;
  readonly count: number;
  /** The newest of them. */
  readonly items: readonly QuarantinedItem[];
}

/** An item of `quarantine list`. */
export interface QuarantinedItem {
  readonly receivedAt: string;
  readonly pk: string;
}

/** A quarantined item beside a fixture that is like it. */
export interface QuarantinedBody extends Unrecognized {
  readonly provider: string;
  readonly providerEvent: string;
  readonly receivedAt: string;
  /** JSON or any other text; absent when it is not text, or has expired. */
  readonly body?: string | undefined;
  /** A body that is not text, with the command that shows it. */
  readonly notText?: { readonly sizeBytes: number; readonly command: string } | undefined;
  readonly fixture?: { readonly name: string; readonly body: string } | undefined;
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

/** What templates, accounts and phone numbers are. */
export const thingKinds = ['account', 'phone', 'template'] as const;

export type ThingKind = (typeof thingKinds)[number];

/** A template, an account or a phone number, with the newest of what was said about it. */
export interface ThingSummary {
  readonly kind: ThingKind;
  readonly provider: string;
  /** As the table knows it. */
  readonly id: string;
  readonly name: string;
  /** The newest value of each aspect. */
  readonly states: Readonly<Record<string, string>>;
  readonly lastAt: string;
}

export interface ThingsPage {
  readonly things: readonly ThingSummary[];
  readonly next?: string | undefined;
}

/** A template, an account or a phone number with every change, the newest first. */
export interface Thing {
  readonly summary: ThingSummary;
  readonly history: readonly TributaryEvent[];
}

/** One account at a provider. */
export interface ConnectionInfo {
  /** Callback URLs with the token, by endpoint; none when the secret cannot be read. */
  readonly urls: Readonly<Record<string, string>>;
  /** What a callback of it proves besides the token, and whether that is set up. */
  readonly proofs: readonly { readonly name: string; readonly isSetUp: boolean }[];
}

/** A provider that is on, with its own account. */
export interface ProviderInfo extends ConnectionInfo {
  readonly id: string;
  readonly name: string;
  /** Its named connections. */
  readonly connections: readonly (ConnectionInfo & { readonly name: string })[];
  /** Why there are no URLs, or what is not known of it here. */
  readonly problem?: string | undefined;
  /** When its newest callback arrived, as far as that is known. */
  readonly lastCallbackAt?: string | undefined;
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
