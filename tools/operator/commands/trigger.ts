import { UsageError } from '../../command-line/command-error.ts';
import { defineCommand } from '../command.ts';
import { findCallback, type Gateway } from '../gateway/gateway.ts';
import { eventTypes, providerOption, refuseUnknown } from '../known-values.ts';
import { OperatorError } from '../operator-error.ts';
import { pasteableCommand } from '../pasteable-command.ts';
import { isSuccess, openSender, senderOptions } from '../send/open-sender.ts';
import { type Condition, readConditions, withValue } from '../trigger/conditions.ts';
import { describeTriggered, type Triggered } from '../trigger/describe-triggered.ts';
import { explainNotFound, findCallbackFor, listTriggerable } from '../trigger/find-callback.ts';
import { hasSameEvents, renewCallback } from '../trigger/provider-callbacks.ts';

export const trigger = defineCommand({
  name: 'trigger',
  arguments: '[<type>]',
  summary: 'cause an event by sending a callback of a provider',
  details: `Sends a genuine callback, signed and in the format of its provider, that becomes an event of the type, such as
message.received. It is a fixture of the first provider that has one, with new ids and the current time, so that each
one is a new event. --with chooses the fixture by fields of the event's detail, --set changes fields of it; a path may
be the end of a path: content.kind=image, user.phone=447700900123, channel=rcs. --list shows what can be caused.
send sends a fixture by its name, unchanged. With --json the result is
{"fixture","status","elapsedMs","body","events":[{"id","type"}]}.`,
  writes: false,
  options: {
    with: {
      type: 'string',
      value: 'PATH=VALUE',
      multiple: true,
      help: 'the event must have this value, such as content.kind=image; may be repeated',
    },
    set: {
      type: 'string',
      value: 'PATH=VALUE',
      multiple: true,
      help: 'give the event this value, such as user.phone=447700900123; may be repeated',
    },
    provider: providerOption('the provider of the callback; default: the first that has one'),
    ...senderOptions,
    list: { type: 'boolean', help: 'list what can be caused, of this type or of all' },
    yes: {
      type: 'boolean',
      help: 'send it to a deployed gateway; without --yes the command shows what it would send there',
    },
  },
  async run(values, [type, ...others], { connect, output, isConfirmed, now }) {
    const conditions = readConditions('--with', values.with);
    const changes = readConditions('--set', values.set);
    if (others.length > 0) throw new UsageError('name one type of event');
    if (type !== undefined) refuseUnknown('event type', type, eventTypes);
    if (values.list) {
      const gateway = await connect();
      const listed = await listTriggerable(type, providersOf(gateway, values), gateway, now());
      output.list(listed, ['type', 'with', 'fixtures', 'providers'], 'providers');
      if (listed.length === 0)
        output.progress(
          whyNoCallback(type ?? '') ??
            `no fixture of these providers becomes ${type ?? 'an event'}`,
        );
      return 0;
    }
    if (type === undefined)
      throw new UsageError('name a type of event, such as message.received; --list shows all');

    const gateway = await connect();
    const at = now();
    const providers = providersOf(gateway, values);
    const found = await findCallbackFor({ type, conditions }, providers, gateway, at);
    if (found === undefined) {
      const mistake = await explainNotFound({ type, conditions }, providers, gateway, at);
      throw mistake === undefined
        ? noFixture(type, conditions, providers)
        : new OperatorError(mistake);
    }
    const { adapter } = found;
    const renewed = renewCallback(adapter, found.callback, { now: at, random: Math.random });
    const callback = changes.reduce(
      (changed, change) => withValue(adapter, changed, change, at),
      renewed,
    );
    if (hasSameEvents(found.callback, callback))
      output.progress(
        'this callback has neither an id nor a time: the gateway may take it for a repetition',
      );
    const events = callback.records.map(({ event }) => ({
      id: event.detail.metadata.id,
      type: event['detail-type'],
    }));
    if (gateway.localOrigin === undefined && !isConfirmed) {
      output.print(
        { fixture: callback.name, dryRun: true, events },
        `would send ${callback.name} to ${gateway.name}, whose subscribers would take it for a user's; add --yes to send it`,
      );
      return 0;
    }
    const { fixture } = callback;
    const sender = await openSender(gateway, adapter, fixture, values, { now });
    if (sender.unsignedBecause !== undefined)
      output.progress(`sent without a signature: ${sender.unsignedBecause}`);
    const triggered: Triggered = { fixture: callback.name, ...(await sender.send()), events };
    output.entry(triggered, describeTriggered);
    if (isSuccess(triggered)) return 0;
    output.progress(`to find the cause: ${pasteableCommand('doctor', gateway)}`);
    return 1;
  },
});

/** The providers to try: the one that the options name, or all of the gateway. */
function providersOf(
  gateway: Gateway,
  { provider }: { readonly provider?: string | undefined },
): readonly string[] {
  if (provider !== undefined) findCallback(gateway, provider);
  return provider === undefined ? [...gateway.callbacks.keys()] : [provider];
}

/** What the gateway itself publishes, and the event that it follows. */
const consequences: Readonly<Record<string, string>> = {
  'media.stored': 'message.received --with content.kind=image',
  'media.failed': 'message.received --with content.kind=image',
};

/** Why a type is not that of any provider's callback. */
function whyNoCallback(type: string): string | undefined {
  const cause = consequences[type];
  if (cause !== undefined)
    return `no callback is a ${type}: the media mirror publishes it after a message with a file. Use trigger ${cause}`;
  if (type === 'callback.received')
    return `only a callback of a generic provider is a ${type}: name one with --provider, or add one to the configuration (docs/generic-provider.md)`;
  return undefined;
}

function noFixture(
  type: string,
  conditions: readonly Condition[],
  providers: readonly string[],
): OperatorError {
  const isConditional = conditions.length > 0 && consequences[type] === undefined;
  const why = isConditional ? undefined : whyNoCallback(type);
  if (why !== undefined) return new OperatorError(why);
  const suffix = conditions.map(({ path, value }) => ` with ${path}=${value}`).join('');
  return new OperatorError(
    `no fixture of ${providers.join(', ')} becomes a ${type}${suffix}: trigger ${type} --list shows those that there are`,
  );
}
