import { existsSync, readFileSync } from 'node:fs';
import { chromium, type Page } from 'playwright-core';

/** Debian's package. Nothing is downloaded: without it the browser tests are skipped, with this reason. */
const executablePath = '/usr/bin/chromium';

export const noBrowser: string | undefined = existsSync(executablePath)
  ? undefined
  : `there is no ${executablePath}; next: apt-get install -y chromium`;

const axe = readFileSync(new URL(import.meta.resolve('axe-core/axe.min.js')), 'utf8');

/** A browser that notes what a page must not do. */
export interface WatchedBrowser extends AsyncDisposable {
  open(url: string, options?: PageOptions): Promise<Page>;
  /** Console errors, exceptions, and requests that leave the machine's files. */
  readonly faults: readonly string[];
}

export interface PageOptions {
  width?: number;
  theme?: 'light' | 'dark';
  script?: boolean;
}

export async function openBrowser(): Promise<WatchedBrowser> {
  // The pages are our own, and a container's root may not use Chromium's sandbox.
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
  const faults: string[] = [];
  return {
    faults,
    async open(url, { width = 1100, theme = 'light', script = true } = {}) {
      const viewport = { width, height: 900 };
      const context = await browser.newContext({ viewport, colorScheme: theme, javaScriptEnabled: script });
      const page = await context.newPage();
      page.on('console', (message) => {
        if (['error', 'warning'].includes(message.type())) faults.push(`${url}: ${message.text()}`);
      });
      page.on('pageerror', (error) => faults.push(`${url}: ${error.message}`));
      page.on('request', (request) => {
        if (!/^(file|data):/.test(request.url())) faults.push(`${url} asked for ${request.url()}`);
      });
      await page.goto(url);
      return page;
    },
    [Symbol.asyncDispose]: () => browser.close(),
  };
}

/** What axe finds in a page, by these of its rules; default: all. */
export async function violations(page: Page, rules?: readonly string[]): Promise<string[]> {
  await page.evaluate(axe);
  const options = { preload: false, ...(rules && { runOnly: rules }) };
  const { violations: found } = (await page.evaluate(`axe.run(${JSON.stringify(options)})`)) as {
    violations: { id: string; nodes: { html: string; failureSummary: string }[] }[];
  };
  return found.flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`));
}
