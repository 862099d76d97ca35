import type { HealthFinding } from '../api.ts';
import { routes } from '../routes.ts';
import { about } from './site.ts';
import { useLoaded } from './use-loaded.ts';
import { Content, View } from './view.tsx';

const names = { failed: 'Failed', warning: 'Warning', skipped: 'Not checked', ok: 'OK' } as const;

const order = Object.keys(names);

/** What `doctor` finds, the worst first. */
export function HealthView() {
  const findings = useLoaded<readonly HealthFinding[]>(routes.health);
  return (
    <View
      name="Health"
      note={
        <>
          What <code>{about.value.doctor}</code> finds, the worst first.
        </>
      }
    >
      <Content of={findings.value}>
        {(found) => (
          <ul class="findings">
            {found
              .toSorted((one, other) => order.indexOf(one.state) - order.indexOf(other.state))
              .map(({ check, state, text, remedy }) => (
                <li key={`${check} ${text}`}>
                  <span class={`chip ${state}`}>{names[state]}</span>
                  <div>
                    <strong>{check}</strong>
                    <p>{text}</p>
                    {remedy && (
                      <p>
                        → <code>{remedy}</code>
                      </p>
                    )}
                  </div>
                </li>
              ))}
          </ul>
        )}
      </Content>
    </View>
  );
}
