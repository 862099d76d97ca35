import type { JsonValue } from '../../../shared/json.ts';
import {
  type EventSourceMapping,
  readMapping,
} from '../../../tools/emulator/event-sources/mapping.ts';

/** The mapping of a template with these properties. */
export function toMapping(properties: Readonly<Record<string, JsonValue>>): EventSourceMapping {
  return readMapping({
    stackName: 'Sample',
    logicalId: 'Mapping',
    type: 'AWS::Lambda::EventSourceMapping',
    ref: 'uuid',
    attributes: {},
    properties: { FunctionName: 'function', ...properties },
  });
}
