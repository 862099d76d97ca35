import type { TributaryEvent } from '../../../shared/contract/index.ts';
import { parsePayloadKey, quarantineKey } from '../../../shared/payloads/payload-keys.ts';
import { toPhone } from '../../../shared/provider/values/phone.ts';
import { parsePartitionKey, partitionPrefix } from '../../../shared/table/partition-key.ts';
import type { NameDecisions } from './find-user.ts';
import type { NameMatcher } from './spelling/name-matcher.ts';
import { nationalForms } from './spelling/national-forms.ts';

/** A body that names the user and someone else, and that no adapter has read. */
export interface OpenBody {
  /** The object, or the partition of the callback. */
  readonly name: string;
  /** The other numbers and ids in it. */
  readonly others: readonly string[];
}

/** Decides whose a body is that names the user, and that no adapter has read. */
export interface BodyJudge {
  /** Learns the business's own numbers, which a body names beside every user. */
  look(event: TributaryEvent): void;
  /**
   * Learns a body that names the user.
   *
   * @param texts the body, in parts
   */
  add(name: string, texts: readonly string[]): void;
  /** Whether the operator said that the body is the user's, which it then need not name. */
  isConfirmed(name: string): boolean;
  /**
   * Whether the body is the user's. One that names someone else may be theirs and only mention the user:
   * then the operator decides, and until then it is not. Ask when every event record was looked at.
   */
  isOfUser(name: string): boolean;
  /** The bodies that the operator must decide on. */
  open(): readonly OpenBody[];
}

/**
 * The name of a body on the command line: the key of its object, which for an unrecognized item can also be
 * the partition that `quarantine list` prints, or the partition of a callback. `undefined` for the name of a
 * person.
 */
export function toBodyName(text: string): string | undefined {
  const { kind, provider = '', id = '' } = parsePartitionKey(text) ?? {};
  if (kind === 'quarantine') return quarantineKey(provider, id);
  const isBody =
    parsePayloadKey(text) !== undefined || text.startsWith(partitionPrefix('callback'));
  return isBody ? text : undefined;
}

export function createBodyJudge(
  { confirmed, confirmedBodies = new Set(), rejectedBodies = new Set() }: NameDecisions,
  matcher: Pick<NameMatcher, 'peopleIn'>,
): BodyJudge {
  const phones = [...confirmed].filter((name) => toPhone(name) === name);
  const own = new Set([...confirmed, ...phones.flatMap(nationalForms)]);
  const business = new Set<string>();
  const bodies = new Map<string, Set<string>>();
  const othersIn = (name: string) =>
    [...(bodies.get(name) ?? [])].filter((person) => !own.has(person) && !business.has(person));
  const isOpen = (name: string) =>
    !confirmedBodies.has(name) && !rejectedBodies.has(name) && othersIn(name).length > 0;
  return {
    look(event) {
      for (const name of businessOf(event)) business.add(toPhone(name) ?? name);
    },
    add(name, texts) {
      const people = texts.flatMap((text) => [...matcher.peopleIn(text)]);
      bodies.set(name, new Set([...(bodies.get(name) ?? []), ...people]));
    },
    isConfirmed: (name) => confirmedBodies.has(name),
    isOfUser: (name) => !rejectedBodies.has(name) && !isOpen(name),
    open: () =>
      [...bodies.keys()]
        .filter(isOpen)
        .sort()
        .map((name) => ({ name, others: othersIn(name) })),
  };
}

/** The numbers and ids by which an event names the business. */
function businessOf(event: TributaryEvent): readonly string[] {
  const { metadata, data } = event.detail;
  const business = 'message' in data ? data.message.business : undefined;
  return [business?.phone, business?.id, ...Object.values(metadata.account ?? {})].filter(
    (name) => name !== undefined,
  );
}
