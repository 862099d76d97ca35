import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import chromium from '@sparticuz/chromium';
import { type Browser, chromium as playwright } from 'playwright-core';
import { projectDirectory } from '../../project-directory.ts';

/**
 * Starts Chromium, for browser tests and screenshots. On Linux x64 packages bring the browser and its
 * fonts; elsewhere it is the Chrome that is installed.
 *
 * @throws {Error} when there is no browser: a test without one would prove nothing
 */
export async function openBrowser(): Promise<Browser> {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    return playwright.launch({ channel: 'chrome' });
  }
  chromium.setGraphicsMode = false;
  const executablePath = await chromium.executablePath();
  return playwright.launch({
    executablePath,
    // The package's own arguments are for Lambda, and turn off web security, which tests rely on.
    args: ['--no-sandbox', '--disable-gpu', '--font-render-hinting=none'],
    env: { FONTCONFIG_FILE: writeFontSettings() },
  });
}

/** Without them Chinese, Arabic and emoji are boxes, and JSON is not in columns, on a machine without fonts. */
const fontFolders = [
  '@embedpdf/fonts-arabic',
  '@embedpdf/fonts-sc',
  '@expo-google-fonts/jetbrains-mono/400Regular',
  '@expo-google-fonts/jetbrains-mono/700Bold',
  '@expo-google-fonts/noto-color-emoji',
];

/** Writes a configuration of fontconfig with the fonts of the packages, and returns its path. */
function writeFontSettings(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tributary-fonts-'));
  const folders = [
    // Open Sans, which the package of the browser has unpacked beside it.
    join(tmpdir(), 'fonts'),
    ...fontFolders.map((name) => join(projectDirectory, 'node_modules', name)),
  ];
  const file = join(folder, 'fonts.conf');
  writeFileSync(
    file,
    `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
${folders.map((each) => `  <dir>${each}</dir>`).join('\n')}
${toAlias('monospace', 'JetBrains Mono')}
${toAlias('sans-serif', 'Open Sans')}
${toAlias('system-ui', 'Open Sans')}
  <cachedir>${join(folder, 'cache')}</cachedir>
</fontconfig>
`,
  );
  return file;
}

/** A generic family and the font that stands for it; else any font with the weight that is asked for does. */
function toAlias(family: string, font: string): string {
  return `  <alias binding="strong"><family>${family}</family><prefer><family>${font}</family></prefer></alias>`;
}
