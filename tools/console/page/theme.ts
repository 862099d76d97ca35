import { effect, signal } from '@preact/signals';

/** `system` follows the setting of the viewer's device. */
const themes = ['system', 'light', 'dark'] as const;

type Theme = (typeof themes)[number];

const storageKey = 'tributary-theme';

export const theme = signal<Theme>(
  themes.find((each) => each === localStorage.getItem(storageKey)) ?? 'system',
);

effect(() => {
  document.documentElement.dataset.theme = theme.value;
  localStorage.setItem(storageKey, theme.value);
});

export function nextTheme(): void {
  theme.value = themes[(themes.indexOf(theme.value) + 1) % themes.length] ?? 'system';
}
