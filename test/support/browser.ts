import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

/** Debian's, which no package of npm brings. */
const executablePath = '/usr/bin/chromium';

/** Why tests that look at pages cannot run here; `false`: they can. */
export const withoutBrowser = existsSync(executablePath)
  ? false
  : 'needs a browser: install the Debian package chromium';

/** A browser without a window. Root, as in containers, has no sandbox of its own to give it. */
export function startBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
}
