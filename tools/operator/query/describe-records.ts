import type { TributaryEvent } from '../../../shared/contract/index.ts';
import type { RecordKey } from '../../../shared/table/keys.ts';
import type { Line } from '../terminal/lines.ts';
import { padToWidth } from '../terminal/text.ts';
import { describeEvent } from './describe-events.ts';

type Printed = RecordKey & {
  readonly event: TributaryEvent | undefined;
  readonly alias?: string | undefined;
};

/** Items of a partition: what each is, and the event or the partition that it leads to. */
export function describeRecords({
  records,
}: {
  readonly records: readonly Printed[];
}): readonly Line[] {
  const widest = Math.max(...records.map(({ sk }) => sk.length));
  return records.map(
    ({ sk, event, alias }): Line => [
      { text: `${padToWidth(sk, widest)}  `, style: 'strong' },
      ...(event ? describeEvent(event) : [alias === undefined ? '' : `→ ${alias}`]),
    ],
  );
}
