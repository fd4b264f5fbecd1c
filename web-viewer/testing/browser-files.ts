/**
 * Unpacks the browser once and shares it among all test processes: `node_modules/.cache/counterfoil-browser/`.
 *
 * Processes may race: each unpacks into a folder of its own and renames it into place, which succeeds once; so a folder
 * under the final name is always complete.
 */
import { execFile } from 'node:child_process';
import { access, mkdir, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { unwrapWoff } from './woff.ts';

export interface BrowserFiles {
  readonly executable: string;
  /** Folder of shared libraries (NSS, NSPR, expat) that a machine may lack. */
  readonly libraries: string;
  readonly fontConfig: string;
  readonly home: string;
}

/** Where unpacked browsers are kept; removed together with `node_modules`. */
export function browserCache(): string {
  return join(packageFolder(), '..', '..', '.cache', 'counterfoil-browser');
}

export async function unpackBrowser(cache: string = browserCache()): Promise<BrowserFiles> {
  const manifest = await readFile(join(packageFolder(), 'package.json'), 'utf8');
  const { version } = JSON.parse(manifest) as { version: string };
  const folder = join(cache, `${version}-${LAYOUT}`);
  if (!(await exists(folder))) {
    await mkdir(cache, { recursive: true });
    await removeLeftovers(cache);
    const own = await mkdtemp(join(cache, UNPACKING));
    await unpack(own, folder);
    await moveIntoPlace(own, folder);
  }
  return {
    executable: join(folder, 'chromium'),
    libraries: join(folder, 'al2023', 'lib'),
    fontConfig: join(folder, 'fonts.conf'),
    home: join(folder, 'home'),
  };
}

function packageFolder(): string {
  return join(dirname(fileURLToPath(import.meta.resolve('@sparticuz/chromium'))), '..', '..');
}

/** To be raised whenever what this file unpacks changes, so that nobody runs with what an earlier one left. */
const LAYOUT = 1;
const UNPACKING = 'unpacking-';
const LEFTOVER_AGE_MS = 3_600_000;

/**
 * The package unpacks below the folder for temporary files, and its libraries only where it believes to run in a cloud
 * function: a process of its own gets both told without changing anything in this one.
 */
async function unpack(folder: string, finalFolder: string): Promise<void> {
  const program = "import chromium from '@sparticuz/chromium'; await chromium.executablePath();";
  await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', program], {
    cwd: import.meta.dirname,
    env: { TMPDIR: folder, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x' },
  });
  await mkdir(join(folder, 'home'));
  await unpackFonts(folder, finalFolder);
}

/**
 * Open Sans comes with the browser; what it lacks (Chinese, Arabic, and the rest of Unicode) is drawn with UnifontEX:
 * coarse, but nothing is blank. The browser reads no WOFF that is installed as a font, hence the unwrapping.
 */
async function unpackFonts(folder: string, finalFolder: string): Promise<void> {
  const woff = fileURLToPath(import.meta.resolve('@fontsource/unifontex/files/unifontex-latin-400-normal.woff'));
  const fonts = join('fonts', 'fonts');
  await writeFile(join(folder, fonts, 'UnifontEX.ttf'), unwrapWoff(await readFile(woff)));
  await writeFile(
    join(folder, 'fonts.conf'),
    `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${escapeXml(join(finalFolder, fonts))}</dir>
  <cachedir>${escapeXml(join(finalFolder, 'font-cache'))}</cachedir>
  <alias binding="same"><family>sans-serif</family><prefer><family>Open Sans</family></prefer></alias>
  <alias binding="same"><family>serif</family><prefer><family>Open Sans</family></prefer></alias>
</fontconfig>
`,
  );
}

async function moveIntoPlace(own: string, folder: string): Promise<void> {
  try {
    await rename(own, folder);
  } catch (error) {
    await rm(own, { recursive: true, force: true });
    // Another process was faster: its folder is as good.
    if (!(await exists(folder))) throw error;
  }
}

/** What killed processes left behind; nothing unpacks for as long as this. */
async function removeLeftovers(cache: string): Promise<void> {
  for (const name of await readdir(cache)) {
    if (!name.startsWith(UNPACKING)) continue;
    const path = join(cache, name);
    const info = await stat(path).catch(() => undefined);
    if (info !== undefined && Date.now() - info.mtimeMs > LEFTOVER_AGE_MS)
      await rm(path, { recursive: true, force: true });
  }
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
