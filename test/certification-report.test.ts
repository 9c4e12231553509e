import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import {
  certificationResult,
  failedCase,
} from '@countermark/sandbox/certification/report/certification-result.fixture';
import {
  hostileResult,
  hostileTexts,
} from '@countermark/sandbox/certification/report/hostile-result.fixture';
import { type ReportKey, reportKey, verifyReport } from '@countermark/sandbox/certification/report/signature';
import { reportFiles, writeReports } from '@countermark/sandbox/certification/report/write-reports';
import type { Browser } from 'playwright-core';
import { startBrowser, withoutBrowser } from './support/browser.ts';

/** Reports as they lie in a folder, for programs of other houses: a browser reads pages and XML as strictly as any. */

let folder: string;
let key: ReportKey;
const contentOf = (kind: keyof typeof reportFiles) => readFile(join(folder, reportFiles[kind]), 'utf8');

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'countermark-'));
  key = await reportKey(join(folder, 'keys'));
});
after(() => rm(folder, { recursive: true }));

test('reports that are written again take the place of the former ones, signature and all', async () => {
  for (const result of [hostileResult, certificationResult()]) {
    await writeReports(folder, { result, key });
    const files = { report: await contentOf('json'), signature: await contentOf('signature') };
    const verified = verifyReport({ ...files, certificatePem: await contentOf('key') });
    assert.deepEqual(verified, { ok: true, keyIdentifier: key.keyIdentifier });
  }
});

describe('in a browser', { skip: withoutBrowser }, () => {
  let browser: Browser;

  before(async () => {
    browser = await startBrowser();
  });
  after(() => browser?.close());

  /** Opens the page, and says what it asked the network for. */
  async function open() {
    const page = await browser.newPage({ colorScheme: 'light' });
    const asked: string[] = [];
    page.on('request', request => asked.push(request.url()));
    const url = pathToFileURL(join(folder, reportFiles.html)).href;
    await page.goto(url);
    return { page, asked: asked.filter(address => address !== url) };
  }

  test('the page fits into every width, and an issuer cannot change it', async () => {
    await writeReports(folder, { result: hostileResult, key });
    const { page, asked } = await open();
    for (const width of [1180, 390]) {
      await page.setViewportSize({ width, height: 900 });
      assert.equal(await page.evaluate(overflow), 0, `${width} points`);
    }
    assert.equal(await page.title(), 'Certification of NORDBANK01: failed');
    assert.deepEqual(asked, []);
    assert.equal(await page.locator('script, img, iframe').count(), 0);
    assert.deepEqual(await page.locator('h1').allInnerTexts(), ['Not passed']);
    const [first = ''] = hostileTexts;
    assert.ok((await page.locator('.fault .mend').first().innerText()).startsWith(first));
    await page.close();
  });

  test('a case that failed is found from the table, with its messages in sight', async () => {
    await writeReports(folder, { result: certificationResult(), key });
    const { page } = await open();
    await page.getByRole('link', { name: failedCase().title }).click();
    assert.match(page.url(), /#IG-ENV-02$/);
    assert.ok(await page.locator('#IG-ENV-02').getByText('checkCardEligibility').isVisible());
    await page.close();
  });

  test('dark and light differ, and paper is white', async () => {
    await writeReports(folder, { result: certificationResult(), key });
    const { page } = await open();
    const paper = () => page.evaluate('getComputedStyle(document.body).backgroundColor');
    const light = await paper();
    await page.emulateMedia({ colorScheme: 'dark' });
    const dark = await paper();
    await page.emulateMedia({ colorScheme: 'dark', media: 'print' });
    assert.notEqual(light, dark);
    assert.equal(await paper(), 'rgb(255, 255, 255)');
    await page.close();
  });

  test('the JUnit report is XML, and has the cases of the run and no others', async () => {
    await writeReports(folder, { result: hostileResult, key });
    const page = await browser.newPage();
    const read = await page.evaluate(`(${readInPage})(${JSON.stringify(await contentOf('junit'))})`);
    assert.deepEqual(read, { faults: 0, cases: 3, failures: 1, skipped: 2 });
    await page.close();
  });
});

/** What follows runs in the page. */

const overflow = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';

const readInPage = `xml => {
  const document = new DOMParser().parseFromString(xml, 'application/xml');
  const count = name => document.getElementsByTagName(name).length;
  return { faults: count('parsererror'), cases: count('testcase'), failures: count('failure'), skipped: count('skipped') };
}`;
