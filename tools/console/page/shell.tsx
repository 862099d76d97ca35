import type { ComponentType } from 'preact';
import { useEffect } from 'preact/hooks';
import { CallbacksView } from './callbacks/callbacks-view.tsx';
import { ConversationsView } from './conversations/conversations-view.tsx';
import { HealthView } from './health-view.tsx';
import { Icon } from './icons.tsx';
import { LiveView } from './live/live-view.tsx';
import { place, toHash, type ViewId, views } from './location.ts';
import { MediaView } from './media-view.tsx';
import { ProvidersView } from './providers-view.tsx';
import { QuarantineView } from './quarantine-view.tsx';
import { problem } from './request.ts';
import { nextTheme, theme } from './theme.ts';

const components: Readonly<Record<ViewId, ComponentType>> = {
  live: LiveView,
  conversations: ConversationsView,
  callbacks: CallbacksView,
  quarantine: QuarantineView,
  media: MediaView,
  providers: ProvidersView,
  health: HealthView,
};

/** The frame around every view: the navigation, and what goes wrong. */
export function Shell() {
  const { view } = place.value;
  const View = components[view];
  const name = views.find(({ id }) => id === view)?.name ?? '';
  useEffect(() => {
    document.title = `${name} · Tributary`;
  }, [name]);
  return (
    <div class="shell">
      <button type="button" class="skip" onClick={() => document.getElementById('main')?.focus()}>
        Skip to content
      </button>
      <nav class="rail" aria-label="Views">
        <div class="brand">
          <img src="/_local/console/icon.svg" alt="" width="24" height="24" />
          <span>Tributary</span>
        </div>
        <ul>
          {views.map(({ id, name: label }) => (
            <li key={id}>
              <a href={toHash({ view: id })} aria-current={id === view ? 'page' : undefined}>
                <Icon name={id} />
                <span>{label}</span>
              </a>
            </li>
          ))}
        </ul>
        <button type="button" class="theme" onClick={nextTheme}>
          <Icon name="theme" />
          <span>Theme: {theme.value}</span>
        </button>
      </nav>
      <main id="main" tabIndex={-1}>
        {problem.value && (
          <p class="problem" role="alert">
            {problem.value}
          </p>
        )}
        <View key={view} />
      </main>
    </div>
  );
}
