import { describe, expect, it } from 'vitest';
import { describeFinding } from '../../../tools/operator/doctor/describe-finding.ts';
import { toLines } from '../../../tools/operator/http/describe-subscription.ts';
import { describeFailure } from '../../../tools/operator/query/describe-events.ts';
import { describeEventLine } from '../../../tools/operator/terminal/describe-event-line.ts';
import { render } from '../../../tools/operator/terminal/lines.ts';
import { widthOf } from '../../../tools/operator/terminal/text.ts';
import { describeDecision, describeUser } from '../../../tools/operator/users/describe-user.ts';
import { delivered, goldenEvent, readGoldenEvents } from '../../support/golden-events.ts';

const terminal = { columns: 80, hasColors: false };

const asColored = (lines: Parameters<typeof render>[0]) =>
  render(lines, { ...terminal, hasColors: true });

describe('an event that `tail` shows', () => {
  const received = goldenEvent(
    'message.received',
    ({ detail }) => detail.data.message.content.kind === 'text',
  );

  function lineOf(name: string, text: string): string {
    const event = structuredClone(received);
    const { message } = event.detail.data;
    const user = { ...message.user, name };
    const changed = { ...message, user, content: { kind: 'text' as const, text } };
    const detail = { ...event.detail, data: { ...event.detail.data, message: changed } };
    return render([describeEventLine(delivered({ ...event, detail }))], terminal);
  }

  it('has its time in UTC, its type, its provider, who, and the first words', () => {
    expect(lineOf('Ada Example', 'Hello')).toBe(
      '03:04:05Z  message.received        360dialog        Ada Example: Hello',
    );
  });

  it('is one line of the terminal', () => {
    const lines = readGoldenEvents().map((event) =>
      render([describeEventLine(delivered(event))], terminal),
    );
    for (const line of lines) expect(line).toMatch(/^[ -~]{24,} .*$/u);
    const long = [lineOf('艾达', '今天'.repeat(200)), lineOf('Ada', 'a\n'.repeat(500))];
    for (const line of long) expect(widthOf(line)).toBeGreaterThanOrEqual(79);
    for (const line of [...lines, ...long]) expect(widthOf(line)).toBeLessThanOrEqual(80);
  });

  it('has no control character of its sender', () => {
    expect(lineOf('\u001b[2JAda', 'a\u0007\u009b31mb')).toMatch(
      /\ufffd\[2JAda: a\ufffd\ufffd31mb$/,
    );
  });

  it('of another source has its type and the source', () => {
    const other = {
      source: 'shop',
      'detail-type': 'order.paid',
      time: received.detail.metadata.receivedAt,
      detail: {},
    };
    expect(render([describeEventLine(other)], terminal)).toBe('03:04:05Z  order.paid  shop');
  });

  it.each([
    {},
    { metadata: {}, data: {} },
    { metadata: { id: '1' }, data: {} },
    { metadata: received.detail.metadata },
    { metadata: received.detail.metadata, data: {} },
    'text',
    null,
  ])('is one line also when someone put %j on the bus under the name of a gateway', (detail) => {
    const foreign = delivered({ ...received, source: 'tributary.test' });
    expect(render([describeEventLine({ ...foreign, detail })], terminal)).toBe(
      '03:04:07Z  message.received  tributary.test',
    );
  });

  it('is red when it is bad news', () => {
    const failed = goldenEvent(
      'message.status.updated',
      ({ detail }) => detail.data.status === 'failed',
    );
    for (const event of [goldenEvent('callback.quarantined'), failed]) {
      expect(asColored([describeEventLine(delivered(event))])).toContain(
        `\u001b[31m${event['detail-type']}`,
      );
    }
  });
});

describe('a failure that `query failures` shows', () => {
  it('has its whole reason on a line below it, however long that is', () => {
    const failed = structuredClone(
      goldenEvent(
        'message.status.updated',
        ({ detail }) => detail.data.status === 'failed' && detail.data.errors.length > 0,
      ),
    );
    const reason = 'The user has not replied for more than a day. '.repeat(4).trim();
    const errors = [{ code: '131047', title: 'Re-engagement message', detail: reason }];
    const data = { ...failed.detail.data, errors };
    const [line = '', below] = render(
      describeFailure({ ...failed, detail: { ...failed.detail, data } }),
      terminal,
    ).split('\n');
    expect(widthOf(line)).toBeLessThanOrEqual(80);
    expect(below).toBe(`    131047: Re-engagement message: ${reason}`);
  });
});

describe('an HTTP subscription that `http list` shows', () => {
  const state = {
    name: 'Crm',
    receiver: 'disabled' as const,
    because: 'failing',
    since: '2026-01-02T03:04:05.000Z',
    waiting: 12_345,
    deadLetters: 2,
    lastAccepted: '2026-01-01T03:04:05.000Z',
    lastFailed: '2026-01-02T03:04:05.000Z',
    lastFailure: 'unreachable (ECONNREFUSED)',
    ordered: false,
    url: 'https://crm.example/events',
  };

  it('says what is wrong and since when, in lines that no terminal wraps', () => {
    expect(render(toLines(state), { ...terminal, columns: 80 }).split('\n')).toEqual([
      'Crm  disabled since 2026-01-02T03:04:05.000Z',
      '  because   it accepted nothing for all attempts of an event',
      '  to        https://crm.example/events',
      '  waiting   12345   dead letters  2',
      '  accepted  2026-01-01T03:04:05.000Z',
      '  failed    2026-01-02T03:04:05.000Z  unreachable (ECONNREFUSED)',
    ]);
  });

  it('is green while it is enabled', () => {
    const enabled = { ...state, receiver: 'enabled' as const, because: undefined, deadLetters: 0 };
    expect(asColored(toLines(enabled))).toContain('\u001b[32menabled');
    expect(asColored(toLines(enabled))).not.toContain('\u001b[31m');
  });
});

describe('a finding of `doctor`', () => {
  const failed = {
    check: 'publisher',
    state: 'failed',
    text: 'the newest event waits for 20 minutes',
    remedy: 'tributary dead-letters list',
  } as const;

  it('has below it the command to paste', () => {
    const lines = describeFinding(failed, { option: '--stack tributary-prod' });
    expect(render(lines, terminal).split('\n')).toEqual([
      'failed   publisher: the newest event waits for 20 minutes',
      '         → npm run -s tributary -- dead-letters list --stack tributary-prod',
    ]);
    expect(asColored(lines).startsWith('\u001b[31mfailed')).toBe(true);
  });
});

describe('a person that `users show` shows', () => {
  const names = ['GB.1', '447700900123'];
  const conversations = names.map((name) => `whatsapp#15550100001#${name}`);

  it('has the names with their conversations, and the links', () => {
    const link = { names: ['GB.1', '447700900123'] as const, eventId: 'e1', reason: 'both' };
    const links = [{ ...link, since: '2026-01-02T03:04:05.000Z' }];
    expect(
      render(describeUser({ names, conversations, links, isCut: true }), terminal).split('\n'),
    ).toEqual([
      'name          conversation',
      'GB.1          whatsapp#15550100001#GB.1',
      '447700900123  whatsapp#15550100001#447700900123',
      '',
      'since                     names                event  reason',
      '2026-01-02T03:04:05.000Z  GB.1 = 447700900123  e1     both',
      'there are more names',
    ]);
  });

  it('is shown twice when an operator unlinks the names, and asks for --yes before', () => {
    const people = names.map((name, index) => ({
      ...{ names: [name], conversations: [conversations[index] ?? ''], links: [], isCut: false },
    }));
    const lines = render(describeDecision({ state: 'unlinked', people, dryRun: true }), terminal);
    expect(lines).toMatch(
      /^unlinked, the names would be of 2 persons: add --yes to do it\n\nname /,
    );
    expect(lines.match(/^(GB\.1|447700900123) /gm)).toHaveLength(2);
    const done = render(describeDecision({ state: 'linked', people: people.slice(1) }), terminal);
    expect(done).toMatch(/^linked: one person\n\nname /);
  });

  it('says that there is no other name', () => {
    const shown = describeUser({ names: ['GB.1'], conversations, links: [], isCut: false });
    expect(render(shown, terminal)).toMatch(/\n\nno links: .*$/);
  });
});
