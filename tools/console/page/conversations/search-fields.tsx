import { useSignal } from '@preact/signals';
import { channels } from '../../../../shared/contract/channels.ts';
import { about } from '../site.ts';
import { channelName } from './channel-name.ts';
import { type Searched, searched } from './searched.ts';

function change(part: Partial<Searched>): void {
  searched.value = { ...searched.value, ...part };
}

interface SearchFieldsProps {
  /** The businesses that are known. */
  readonly scopes: readonly string[];
}

/**
 * The search for a number, a name or an id, and the day. A deployed gateway is also asked for its business: a search
 * looks there on every channel, and the list of a day is that of one channel.
 */
export function SearchFields({ scopes }: SearchFieldsProps) {
  const { isOnEmulator, listsByDay } = about.value;
  return (
    <>
      <input
        type="search"
        placeholder="Number, name, id or message id"
        aria-label="Search conversations"
        value={searched.value.text}
        onInput={({ currentTarget }) => change({ text: currentTarget.value })}
      />
      {!isOnEmulator && <BusinessField scopes={scopes} />}
      {(isOnEmulator || listsByDay) && <DayField />}
    </>
  );
}

function BusinessField({ scopes }: SearchFieldsProps) {
  const { text, scope } = searched.value;
  const [channel = '', business = ''] = scope.split('#');
  // What is typed stays when an event arrives meanwhile; it is asked for when it is complete.
  const typed = useSignal(business);
  const known = [...new Set(scopes.map((each) => each.split('#')[1] ?? ''))];
  const listed = new Set([...channels, ...scopes.map((each) => each.split('#')[0] ?? '')]);
  return (
    <div class="fields">
      <input
        type="text"
        placeholder="Business number or id"
        aria-label="Business"
        list="businesses"
        value={typed.value}
        onInput={({ currentTarget }) => {
          typed.value = currentTarget.value;
        }}
        onChange={({ currentTarget }) => {
          const value = currentTarget.value.trim();
          change({ scope: value && `${channel || 'whatsapp'}#${value}` });
        }}
      />
      <datalist id="businesses">
        {known.map((each) => (
          <option key={each} value={each} />
        ))}
      </datalist>
      {about.value.listsByDay && text === '' && (
        <select
          aria-label="Channel of the list"
          value={channel || 'whatsapp'}
          onChange={({ currentTarget }) =>
            change({ scope: business && `${currentTarget.value}#${business}` })
          }
        >
          {[...listed].map((each) => (
            <option key={each} value={each}>
              {channelName(each)}
            </option>
          ))}
        </select>
      )}
    </div>
  );
}

function DayField() {
  const { day } = searched.value;
  return (
    <label class="fields day-field">
      <span>UTC day</span>
      <input
        type="date"
        value={day}
        onChange={({ currentTarget }) => change({ day: currentTarget.value })}
      />
      {day !== '' && (
        <button type="button" class="plain" onClick={() => change({ day: '' })}>
          All days
        </button>
      )}
    </label>
  );
}
