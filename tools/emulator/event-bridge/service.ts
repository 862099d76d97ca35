import { z } from 'zod';
import { arnOf } from '../../emulator-client/account.ts';
import type { EventEnvelope } from '../../emulator-client/event-log.ts';
import { compilePattern, type PatternMatcher } from '../../event-pattern/pattern.ts';
import { AwsError } from '../aws/aws-error.ts';
import type { JsonService } from '../aws/json-service.ts';
import { isNameOrOwnArn } from '../aws/own-arn.ts';
import { type BusPolicies, busPolicyOperations, createBusPolicies } from './bus-policies.ts';
import { type PutEventsResult, parseEntries, toEnvelope } from './entries.ts';
import type { EventLog } from './event-log.ts';
import { findMessageGroupProblem } from './message-group.ts';
import { type EventTarget, eventTarget } from './target.ts';

/** EventBridge quotas and API reference, read 2026-11-28. */
const limits = { targetsOfRule: 5, rulesOfBus: 300, patternCharacters: 2048 } as const;

const ruleName = z.string().regex(/^[\w.-]{1,64}$/, 'must match [\\.\\-_A-Za-z0-9]{1,64}');

const putRuleInput = z.object({
  Name: ruleName,
  EventBusName: z.string().default('default'),
  EventPattern: z.string().optional(),
  State: z.enum(['ENABLED', 'DISABLED']).default('ENABLED'),
});

const putTargetsInput = z.object({
  Rule: z.string(),
  EventBusName: z.string().default('default'),
  Targets: z.array(eventTarget),
});

const listRulesInput = z.object({
  EventBusName: z.string().default('default'),
  NamePrefix: z.string().default(''),
});

const removeTargetsInput = z.object({
  Rule: z.string(),
  EventBusName: z.string().default('default'),
  Ids: z.array(z.string()),
});

/** A target with the ARN of its rule, which the target's resource policy may require. */
export interface MatchedTarget {
  readonly ruleArn: string;
  readonly target: EventTarget;
}

/** EventBridge: its API, the targets of an event, and the forwarding to another bus. */
export interface EventBridge {
  readonly service: JsonService;
  /** What the authorizer evaluates, and the API reads and changes. */
  readonly policies: BusPolicies;
  /**
   * Puts an event of a bus on another bus of this account.
   *
   * @throws {AwsError} when that bus does not exist, or the log has no room
   */
  forward(busArn: string, event: EventEnvelope): void;
  targetsOf(bus: string, event: EventEnvelope): readonly MatchedTarget[];
}

interface Rule {
  arn: string;
  pattern: string | undefined;
  matches: PatternMatcher;
  enabled: boolean;
  targets: EventTarget[];
}

/**
 * Creates EventBridge in this process. `PutEvents` responds once the events are in the log, which is
 * durable; deliveries follow from the log. Buses, rules and targets are held in memory: each start
 * creates them from the template.
 *
 * @param onError receives a line for each event that could not be written to the log
 */
export function createEventBridge(
  log: EventLog,
  now: () => Date,
  onError: (line: string) => void = () => {},
): EventBridge {
  const buses = new Map<string, Map<string, Rule>>([['default', new Map()]]);
  const policies = createBusPolicies();

  function rulesOf(busNameOrArn: string): Map<string, Rule> {
    const bus = buses.get(busNameOf(busNameOrArn));
    if (bus && isNameOrOwnArn(busNameOrArn)) return bus;
    throw new AwsError(
      'ResourceNotFoundException',
      `Event bus ${busNameOf(busNameOrArn)} does not exist.`,
    );
  }

  function ruleOf(bus: string, name: string): Rule {
    const rule = rulesOf(bus).get(name);
    if (rule) return rule;
    throw new AwsError(
      'ResourceNotFoundException',
      `Rule ${name} does not exist on EventBus ${bus}.`,
    );
  }

  /** An event that the log has no room for is refused with an error that senders retry. */
  function append(bus: string, envelope: EventEnvelope): PutEventsResult {
    try {
      log.append(bus, envelope);
      return { EventId: envelope.id };
    } catch (error) {
      const ErrorMessage = `The event log could not be written: ${String(error)}`;
      onError(`EventBridge refused an event. ${ErrorMessage}`);
      return { ErrorCode: 'InternalFailure', ErrorMessage };
    }
  }

  const service: JsonService = {
    ...busPolicyOperations(policies, (nameOrArn) => {
      rulesOf(nameOrArn);
      return arnOf('events', `event-bus/${busNameOf(nameOrArn)}`);
    }),
    CreateEventBus: (input) => {
      const { Name: name } = z.object({ Name: z.string() }).parse(input);
      if (buses.has(name)) {
        throw new AwsError('ResourceAlreadyExistsException', `Event bus ${name} already exists.`);
      }
      buses.set(name, new Map());
      return { EventBusArn: arnOf('events', `event-bus/${name}`) };
    },
    PutRule: (input) => {
      const {
        Name: name,
        EventBusName: bus,
        EventPattern: pattern,
        State: state,
      } = putRuleInput.parse(input);
      if ((pattern?.length ?? 0) > limits.patternCharacters) {
        throw new AwsError('InvalidEventPatternException', 'Event pattern is too long.');
      }
      if (!rulesOf(bus).has(name) && rulesOf(bus).size >= limits.rulesOfBus) throw tooMany('rules');
      const arn = arnOf('events', `rule/${bus === 'default' ? '' : `${busNameOf(bus)}/`}${name}`);
      const targets = rulesOf(bus).get(name)?.targets ?? [];
      rulesOf(bus).set(name, {
        arn,
        pattern,
        matches: compile(pattern),
        enabled: state === 'ENABLED',
        targets,
      });
      return { RuleArn: arn };
    },
    PutTargets: (input) => {
      const { Rule: name, EventBusName: bus, Targets: targets } = putTargetsInput.parse(input);
      const rule = ruleOf(bus, name);
      for (const each of targets) {
        const problem = findMessageGroupProblem(each);
        if (problem) throw new AwsError('ValidationException', `Target ${each.Id}: ${problem}.`);
      }
      for (const { Arn } of targets) {
        if (!isNameOrOwnArn(Arn) && Arn.split(':')[2] !== 'events') {
          throw new AwsError(
            'ValidationException',
            `Parameter ${Arn} is not valid. Reason: Provided Arn is not in correct format, or of another region.`,
          );
        }
      }
      const ids = new Set(targets.map(({ Id }) => Id));
      const next = [...rule.targets.filter(({ Id }) => !ids.has(Id)), ...targets];
      if (next.length > limits.targetsOfRule) throw tooMany('targets');
      rule.targets = next;
      return { FailedEntryCount: 0, FailedEntries: [] };
    },
    RemoveTargets: (input) => {
      const { Rule: name, EventBusName: bus, Ids } = removeTargetsInput.parse(input);
      const rule = ruleOf(bus, name);
      rule.targets = rule.targets.filter(({ Id }) => !Ids.includes(Id));
      return { FailedEntryCount: 0, FailedEntries: [] };
    },
    DeleteRule: (input) => {
      const { Name: name, EventBusName: bus } = putRuleInput.parse(input);
      const rule = rulesOf(bus).get(name);
      if (rule && rule.targets.length > 0) {
        throw new AwsError('ValidationException', "Rule can't be deleted since it has targets.");
      }
      rulesOf(bus).delete(name);
      return {};
    },
    ListRules: (input) => {
      const { EventBusName: bus, NamePrefix: prefix } = listRulesInput.parse(input);
      const found = [...rulesOf(bus)].filter(([name]) => name.startsWith(prefix));
      return {
        Rules: found.map(([Name, { arn, pattern, enabled }]) => ({
          Name,
          Arn: arn,
          EventPattern: pattern,
          State: enabled ? 'ENABLED' : 'DISABLED',
        })),
      };
    },
    ListTargetsByRule: (input) => {
      const { Rule: name, EventBusName: bus } = putTargetsInput
        .omit({ Targets: true })
        .parse(input);
      return { Targets: rulesOf(bus).get(name)?.targets ?? [] };
    },
    PutEvents: (input) => {
      const results = parseEntries(input).map((entry): PutEventsResult => {
        const bus = busNameOf(entry.EventBusName ?? 'default');
        if (!isNameOrOwnArn(entry.EventBusName ?? 'default')) {
          return {
            ErrorCode: 'InvalidArgument',
            ErrorMessage: `Parameter EventBusName is not valid. Reason: ${entry.EventBusName} is not of this region and account.`,
          };
        }
        const envelope = toEnvelope(entry, now());
        if ('ErrorCode' in envelope) return envelope;
        // AWS also accepts an event for a bus that does not exist, and loses it.
        return buses.has(bus) ? append(bus, envelope) : { EventId: envelope.id };
      });
      return {
        FailedEntryCount: results.filter((result) => 'ErrorCode' in result).length,
        Entries: results,
      };
    },
  };

  return {
    service,
    policies,
    forward: (busArn, event) => {
      rulesOf(busArn);
      log.append(busNameOf(busArn), event);
    },
    targetsOf: (bus, event) =>
      [...(buses.get(bus)?.values() ?? [])]
        .filter((rule) => rule.enabled && rule.matches(event))
        .flatMap(({ arn, targets }) => targets.map((each) => ({ ruleArn: arn, target: each }))),
  };
}

function tooMany(what: string): AwsError {
  return new AwsError(
    'LimitExceededException',
    `The requested resource exceeds the maximum number allowed: ${what}.`,
  );
}

/** A rule without a pattern (a schedule) matches no event. */
function compile(pattern: string | undefined): PatternMatcher {
  if (pattern === undefined) return () => false;
  try {
    return compilePattern(JSON.parse(pattern));
  } catch (error) {
    throw new AwsError(
      'InvalidEventPatternException',
      `Event pattern is not valid. Reason: ${String(error)}`,
    );
  }
}

function busNameOf(nameOrArn: string): string {
  return nameOrArn.slice(nameOrArn.lastIndexOf('/') + 1);
}
