import { beforeAll, describe, expect, it } from 'vitest';
import { siteRoutes } from '../../../tools/console/routes.ts';
import { buildPage, type PageFiles } from '../../../tools/console/server/build-page.ts';

/** The limit of the design; what is sent is not compressed. */
const maxBytes = 150 * 1024;

describe('the page', () => {
  let page: PageFiles;
  beforeAll(async () => {
    page = await buildPage();
  });

  it('is at most 150 KB with everything that it loads', () => {
    const sizes = Object.values(page).map((text) => Buffer.byteLength(text));
    expect(Math.min(...sizes)).toBeGreaterThan(0);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(maxBytes);
  });

  it('loads its own files, and nothing from elsewhere', () => {
    const loaded = [...page.html.matchAll(/(?:href|src)="([^"]+)"/g)].map(([, path]) => path);
    expect(loaded.toSorted()).toEqual(
      [siteRoutes.icon, siteRoutes.script, siteRoutes.style].sort(),
    );
    expect(page.style).not.toMatch(/url\(|@import/);
    const addresses = page.script.match(/https?:\/\/[\w.-]+/g) ?? [];
    // The names of XML namespaces and pages about errors are not loaded.
    expect(new Set(addresses)).toEqual(new Set(['http://www.w3.org']));
  });

  it('has no way to turn text into markup', () => {
    expect(page.script).not.toMatch(/insertAdjacentHTML|document\.write|\beval\(|new Function/);
    expect(page.html).not.toMatch(/<script(?![^>]*\bsrc=)|<style|\son\w+=/);
  });
});
