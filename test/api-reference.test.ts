import assert from 'node:assert/strict';
import { globSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { referenceRoutes } from '@countermark/hub/peers/operator/reference/routes';
import fastify from 'fastify';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import { startBrowser, withoutBrowser } from './support/browser.ts';

/** The OpenAPI documents as a hub serves them, and the pages to browse them. */

const openapi = join(import.meta.dirname, '..', 'openapi');
const files = globSync('3.*/*.{json,yaml}', { cwd: openapi });

const server = fastify();
let origin: string;
before(async () => {
  await server.register(referenceRoutes);
  origin = await server.listen();
});
after(() => server.close());

test('every document is served as it is committed, to whoever asks', async () => {
  assert.ok(files.length > 60);
  for (const file of files) {
    const answer = await fetch(`${origin}/openapi/${file}`);
    assert.equal(answer.status, 200, file);
    assert.match(answer.headers.get('content-type') ?? '', /^application\/(json|yaml); charset=utf-8$/);
    assert.equal(await answer.text(), await readFile(join(openapi, file), 'utf8'), file);
  }
  const other = await fetch(`${origin}/openapi/..%2Fpackage.json`);
  assert.equal(other.status, 404);
});

describe('in a browser that reaches nobody but the hub', { skip: withoutBrowser }, () => {
  let browser: Browser;
  before(async () => {
    browser = await startBrowser();
  });
  after(() => browser?.close());

  /** A tab, and whatever went wrong in it. */
  async function openTab(options: BrowserContextOptions = {}) {
    const context = await browser.newContext(options);
    const faults: string[] = [];
    await context.route('**', route => {
      if (new URL(route.request().url()).origin === origin) return route.continue();
      faults.push(`asked for ${route.request().url()}`);
      return route.abort();
    });
    const page = await context.newPage();
    page.on('console', message => {
      if (['error', 'warning'].includes(message.type())) faults.push(message.text());
    });
    page.on('pageerror', error => faults.push(error.message));
    return { page, faults };
  }

  test('the list leads to every document, and a document shows all its operations', async () => {
    const { page, faults } = await openTab();
    await page.goto(`${origin}/reference`);
    const links = await page.locator('h3 a').evaluateAll(all => all.map(link => link.getAttribute('href')));
    const documents = files.filter(file => file.startsWith('3.1/') && file.endsWith('.json'));
    const names = documents.map(document => document.replace(/^3\.1\/|\.json$/g, ''));
    assert.deepEqual(links.toSorted(), names.map(name => `/reference/${name}`).toSorted());
    for (const name of ['TSH-outbound', 'operator']) {
      const { paths } = JSON.parse(await readFile(join(openapi, `3.1/${name}.json`), 'utf8'));
      const operations = Object.values<object>(paths).flatMap(path => Object.keys(path)).length;
      await page.goto(`${origin}/reference/${name}`);
      await page
        .locator('.opblock')
        .nth(operations - 1)
        .waitFor();
      assert.equal(await page.locator('.opblock').count(), operations, name);
    }
    assert.deepEqual(faults, []);
    await page.context().close();
  });

  for (const colorScheme of ['light', 'dark'] as const)
    test(`an operation is read on a phone, in ${colorScheme} colours`, async () => {
      const { page, faults } = await openTab({ colorScheme, viewport: { width: 390, height: 844 } });
      await page.goto(`${origin}/reference/D1-Public-IN-v2-Card`);
      await page.getByRole('button', { name: /PUT/ }).first().click();
      await page.getByText('consumer-7f3a').first().waitFor();
      const { width, background } = await page.evaluate<{ width: number; background: string }>(
        `({ width: document.documentElement.scrollWidth, background: getComputedStyle(document.body).backgroundColor })`,
      );
      assert.equal(width, 390);
      assert.equal(background === 'rgb(255, 255, 255)', colorScheme === 'light', background);
      await page.getByText('Other documents').click();
      await page.getByRole('link', { name: 'TSH-inbound', exact: true }).click();
      await page.getByText('/getCardInfo').waitFor();
      assert.equal(await page.locator('[aria-current=page]').textContent(), 'TSH-inbound');
      assert.deepEqual(faults, []);
      await page.context().close();
    });
});
