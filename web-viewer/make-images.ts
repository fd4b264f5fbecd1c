/**
 * Draws the pictures that programs take which know no SVG: of each drawing in `drawings/` a PNG in `images/`. They are kept with the
 * source, so that a build needs no browser. To be run when a drawing has changed:
 *
 *     node web-viewer/make-images.ts
 */
import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { launchBrowser } from './testing/browser.ts';

const DRAWINGS_FOLDER = join(import.meta.dirname, 'drawings');
const IMAGES_FOLDER = join(import.meta.dirname, 'images');
const FONT = 'besley-latin-600-normal.woff2';

const packageFile = createRequire(import.meta.url).resolve('@fontsource/besley/package.json');
const font = (await readFile(join(dirname(packageFile), 'files', FONT))).toString('base64');
const browser = await launchBrowser();
try {
  const page = await browser.newPage();
  for (const name of (await readdir(DRAWINGS_FOLDER)).filter((file) => file.endsWith('.svg'))) {
    await page.setContent(
      `<style>@font-face { font-family: Besley; src: url(data:font/woff2;base64,${font}); } svg { display: block; }</style>` +
        (await readFile(join(DRAWINGS_FOLDER, name), 'utf8')),
    );
    await page.evaluate(() => document.fonts.load('600 100px Besley'));
    await page.locator('svg').screenshot({ path: join(IMAGES_FOLDER, `${basename(name, '.svg')}.png`) });
  }
} finally {
  await browser.close();
}
