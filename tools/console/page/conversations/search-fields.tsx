import { signal, useSignal } from '@preact/signals';
import { channels } from '../../../../shared/contract/channels.ts';
import { about } from '../site.ts';

/** What a person looks for. Empty texts are left out. */
export interface Searched {
  readonly text: string;
  /** UTC day: `2026-11-21`. */
  readonly day: string;
  /** `<channel>#<business>`, such as `whatsapp#15550100001`. */
  readonly scope: string;
}

/** It stays as it is while a person looks at another view. */
export const searched = signal<Searched>({ text: '', day: '', scope: '' });

function change(part: Partial<Searched>): void {
  searched.value = { ...searched.value, ...part };
}

interface SearchFieldsProps {
  /** The businesses that are known. */
  readonly scopes: readonly string[];
}

/** The search for a number, a name or an id, and the day. A deployed gateway is also asked for its business. */
export function SearchFields({ scopes }: SearchFieldsProps) {
  const { text, day, scope } = searched.value;
  const { isOnEmulator, listsByDay } = about.value;
  const [channel = '', business = ''] = scope.split('#');
  // What is typed stays when an event arrives meanwhile; it is asked for when it is complete.
  const typed = useSignal(business);
  return (
    <>
      <input
        type="search"
        placeholder="Number, name, id or message id"
        aria-label="Search conversations"
        value={text}
        onInput={({ currentTarget }) => change({ text: currentTarget.value })}
      />
      {!isOnEmulator && (
        <div class="fields">
          <select
            aria-label="Channel"
            value={channel || 'whatsapp'}
            onChange={({ currentTarget }) =>
              change({ scope: business && `${currentTarget.value}#${business}` })
            }
          >
            {[...new Set([...channels, ...scopes.map((each) => each.split('#')[0] ?? '')])].map(
              (each) => (
                <option key={each} value={each}>
                  {each}
                </option>
              ),
            )}
          </select>
          <input
            type="text"
            placeholder="Business number"
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
            {scopes.map((each) => (
              <option key={each} value={each.split('#')[1]} />
            ))}
          </datalist>
        </div>
      )}
      {(isOnEmulator || listsByDay) && (
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
      )}
    </>
  );
}
