/**
 * A real Chromium for tests, out of npm packages alone: nothing has to be installed, no font, no library, no display.
 *
 * Every machine sees the same pages: the fonts are ours and the only ones, the time zone is UTC, and no address but this
 * machine's own can be reached.
 */
import { tmpdir } from 'node:os';
import { type Browser, chromium } from 'playwright-core';
import { unpackBrowser } from './browser-files.ts';

/**
 * Starts a browser; end it with `close()`, or let `await using` do so. It ends with this process in any case.
 * @throws when the browser does not start; on anything but Linux on x64 Google Chrome must be installed.
 */
export async function launchBrowser(): Promise<Browser> {
  const browser = await start();
  browser.on('context', (context) => context.setDefaultTimeout(LONGEST_MS));
  return browser;
}

/** Far longer than anything takes, on any machine: for a start, and for each thing that a page is waited for. */
const LONGEST_MS = 240_000;

async function start(): Promise<Browser> {
  const common = { args: ARGUMENTS, headless: true, chromiumSandbox: false, timeout: LONGEST_MS };
  if (process.platform !== 'linux' || process.arch !== 'x64') return chromium.launch({ ...common, channel: 'chrome' });
  const files = await unpackBrowser();
  return chromium.launch({
    ...common,
    executablePath: files.executable,
    env: {
      LD_LIBRARY_PATH: files.libraries,
      FONTCONFIG_FILE: files.fontConfig,
      HOME: files.home,
      TMPDIR: tmpdir(),
      TZ: 'UTC',
      LANG: 'en_GB.UTF-8',
      ...SET_BY_CHROMIUM,
    },
  });
}

/**
 * What Chromium puts into its own environment while it starts, with the values that it chooses. Given beforehand, the list
 * of variables does not grow: where it does, glibc moves it while another thread reads it, and about one start in a
 * thousand ends in `getenv` with SIGSEGV (6 of 5,500 without these two, none of 8,000 with them).
 */
const SET_BY_CHROMIUM = { DBUS_SESSION_BUS_ADDRESS: 'disabled:', FC_FONTATIONS: '1' };

/**
 * Beside what Playwright passes on its own (which turns background networking, updates and field trials off). The list
 * that the package recommends is not used: it turns web security off and runs everything in one process. The sandbox is
 * off because Chromium refuses it to root and to most containers; the pages are our own.
 */
const ARGUMENTS = [
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost',
  '--no-proxy-server',
  '--font-render-hinting=none',
];
