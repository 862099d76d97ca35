/** What owners call the resources of a stack, by their logical ids. The first that matches is right. */
const names: readonly (readonly [RegExp, string])[] = [
  [/^Metrics/, 'metric filters'],
  [/^Alarms(Topic|TopicPolicy)$/, 'alarm topic'],
  [/^Alarms/, 'alarms'],
  [/^Dashboard/, 'dashboard'],
  [/^EventSchemas/, 'schema registry'],
  [/^EventBusArchive$/, 'archive of the bus'],
  [/^EventBus$/, 'bus'],
  [/^EventBus/, 'statements of the policy of the bus'],
  [/^EventsTable/, 'table'],
  [/^(Media|Payload)Bucket/, 'buckets'],
  [/Secret$/, 'secret'],
  [/FunctionUrl$/, 'function URL'],
  [/^CallbackApi(Domain|Mapping)$/, 'domain of the API'],
  [/^CallbackApiAccessLog$/, 'access log'],
  [/^CallbackApiRoute/, 'routes of the API'],
  [/^CallbackApi/, 'HTTP API'],
  [/SubscriberPolicy$/, 'policy of a team'],
  [/^MediaMirrorEventsWithMedia/, 'rule of the media mirror'],
  [/^MediaMirror(Queue|DeadLetters)/, 'queues of the media mirror'],
  [/Logs$/, 'log groups'],
  [/(Role|invokefunction|invokefunctionurl|Permission)$/, 'roles and permissions'],
  [/(Function|Mapping|Records|Stream\w*)$/, 'functions'],
];

/**
 * The resources in words, each kind once.
 *
 * @throws {Error} for one without a word
 */
export function describeResources(logicalIds: readonly string[]): string {
  const words = logicalIds.map((id) => {
    const word = names.find(([pattern]) => pattern.test(id))?.[1];
    if (word === undefined) throw new Error(`${id} has no word in describe-resources.ts`);
    return word;
  });
  return [...new Set(words)].sort().join(', ');
}
