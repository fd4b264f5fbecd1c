/**
 * The one build step: styles, fonts, images and the scripts of the desk and the form into `dist/`, each under a name that holds its own hash, and `dist/build.json`,
 * which says where everything went. Does nothing when nothing has changed.
 *
 *     npm run build
 */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { findPackageJSON } from 'node:module';
import { basename, dirname, extname, join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { toLogicalStyles } from './logical-styles.ts';
import type { Sentences } from './src/teller.ts';
import { withoutDescriptions } from './without-descriptions.ts';
import { ASSETS_FOLDER, BUILD_FILE, DIST_FOLDER, readBuild, type Build } from './src/assets.ts';

const STYLES_FOLDER = join(import.meta.dirname, 'styles');
const IMAGES_FOLDER = join(import.meta.dirname, 'images');
const DESK_SCRIPT = join(import.meta.dirname, 'src', 'desk', 'main.ts');
/** The form's script, and what works beside it so that the page stays awake. */
const SAY_SCRIPT = join(import.meta.dirname, 'src', 'say', 'main.ts');
const SAY_WORK_SCRIPT = join(import.meta.dirname, 'src', 'say', 'work.ts');
const CHECK_SCRIPT = join(import.meta.dirname, 'src', 'check', 'main.ts');
/** Checks the record on the reader's own machine: the page's script, and the worker that judges. */
const RECORD_CHECK_SCRIPT = join(import.meta.dirname, 'src', 'record-check', 'main.ts');
const RECORD_CHECK_WORK_SCRIPT = join(import.meta.dirname, 'src', 'record-check', 'work.ts');
/** What most readers, browsers and records do without. Each is a file by itself, so no class is the same in two of them. */
const RECORD_CHECK_LATER = [
  ['policy.js', '@counterfoil/ledger/policy'],
  ['platform-noble.js', '@counterfoil/ledger/platform-noble'],
  ['ml-dsa.js', '@noble/post-quantum/ml-dsa.js'],
] as const;
/** What the ledger's own code says, in other languages, and what the service says that refuses something: one file each. */
const SENTENCES_FOLDER = join(import.meta.dirname, 'src', 'languages', 'sentences');
const REFUSALS_FOLDER = join(import.meta.dirname, 'src', 'languages', 'refusals');
const FOLLOW_SCRIPT = join(import.meta.dirname, 'src', 'follow', 'main.ts');
const FOLLOW_HOLD_SCRIPT = join(import.meta.dirname, 'src', 'follow', 'hold.ts');
/** Shows on a receipt the code that the form's script has made. */
const SLIP_SCRIPT = join(import.meta.dirname, 'src', 'follow', 'slip-main.ts');
/** Folders of which the script is made. */
const SCRIPT_FOLDERS = [join(import.meta.dirname, 'src'), join(packageFolder('@counterfoil/ledger'), 'src')];
const SCRIPT_PACKAGES = [
  'esbuild',
  'zod',
  '@noble/hashes',
  '@noble/ed25519',
  '@noble/curves',
  '@noble/post-quantum',
  'qr',
];
const STYLE_PACKAGES = ['govuk-frontend', '@ministryofjustice/frontend'];

/** Latin alone: what else the world writes is drawn with the fonts that the reader's machine has. */
const FONTS: readonly (readonly [packageName: string, file: string])[] = [
  ['@fontsource/besley', 'besley-latin-600-normal.woff2'],
  ['@fontsource/besley', 'besley-latin-ext-600-normal.woff2'],
  ['@fontsource-variable/atkinson-hyperlegible-next', 'atkinson-hyperlegible-next-latin-wght-normal.woff2'],
  ['@fontsource-variable/atkinson-hyperlegible-next', 'atkinson-hyperlegible-next-latin-ext-wght-normal.woff2'],
  ['@fontsource-variable/atkinson-hyperlegible-mono', 'atkinson-hyperlegible-mono-latin-wght-normal.woff2'],
  ['@fontsource-variable/atkinson-hyperlegible-mono', 'atkinson-hyperlegible-mono-latin-ext-wght-normal.woff2'],
];

function packageFolder(name: string): string {
  const file = findPackageJSON(name, import.meta.url);
  if (file === undefined) throw new Error(`The package ${name} is not installed. Run "npm install".`);
  return dirname(file);
}

async function build(): Promise<void> {
  const inputs = await hashInputs();
  const before = await readBuild().catch(() => undefined);
  const isComplete = Object.values(before?.assets ?? {}).every((name) => existsSync(join(ASSETS_FOLDER, name)));
  if (before?.inputs === inputs && isComplete) return;

  await mkdir(ASSETS_FOLDER, { recursive: true });
  const assets: Record<string, string> = {};
  const add = async (name: string, bytes: Uint8Array): Promise<string> => {
    const extension = extname(name);
    const hashed = `${name.slice(0, -extension.length)}-${sha256(bytes).slice(0, 16)}${extension}`;
    await writeFile(join(ASSETS_FOLDER, hashed), bytes);
    assets[name] = hashed;
    return hashed;
  };
  for (const [packageName, file] of FONTS) {
    await add(file, await readFile(join(packageFolder(packageName), 'files', file)));
  }
  for (const file of await listFiles(IMAGES_FOLDER)) await add(file, await readFile(join(IMAGES_FOLDER, file)));
  await add('main.css', await compileStyles(assets));
  await add('desk.js', await bundle(DESK_SCRIPT));
  await add('check.js', await bundle(CHECK_SCRIPT));
  await add('record-check.js', await bundle(RECORD_CHECK_SCRIPT));
  const later = new Map<string, string>();
  for (const [name, module] of RECORD_CHECK_LATER)
    later.set(module, await add(name, await bundle(fileURLToPath(import.meta.resolve(module)))));
  await add('record-check-work.js', await bundle(RECORD_CHECK_WORK_SCRIPT, later));
  await add('follow.js', await bundle(FOLLOW_SCRIPT));
  await add('follow-hold.js', await bundle(FOLLOW_HOLD_SCRIPT));
  await add('slip.js', await bundle(SLIP_SCRIPT));
  await add('say.js', await bundle(SAY_SCRIPT));
  await add('say-work.js', await bundle(SAY_WORK_SCRIPT));

  for (const file of await listFiles(SENTENCES_FOLDER)) {
    const { sentences } = (await import(join(SENTENCES_FOLDER, file))) as { readonly sentences: Sentences };
    const { refusals } = (await import(join(REFUSALS_FOLDER, file))) as { readonly refusals: Sentences };
    const tables = { sentences, refusals: { ...sentences, ...refusals } };
    for (const [name, table] of Object.entries(tables))
      await add(`${name}-${basename(file, '.ts')}.json`, new TextEncoder().encode(JSON.stringify(table)));
  }

  // A service that starts meanwhile reads the old build whole or the new one whole.
  const written = `${BUILD_FILE}.new`;
  await writeFile(written, JSON.stringify({ inputs, assets } satisfies Build, undefined, 2));
  await rename(written, BUILD_FILE);
  const wanted = new Set(Object.values(assets));
  for (const file of await listFiles(ASSETS_FOLDER)) if (!wanted.has(file)) await rm(join(ASSETS_FOLDER, file));
}

/** What the build depends on: our own files by content, those of packages by version. */
async function hashInputs(): Promise<string> {
  const hash = createHash('sha256');
  const own = ['build.ts', 'logical-styles.ts', 'without-descriptions.ts'].map((name) =>
    join(import.meta.dirname, name),
  );
  for (const folder of [STYLES_FOLDER, IMAGES_FOLDER]) {
    for (const file of await listFiles(folder)) own.push(join(folder, file));
  }
  for (const folder of SCRIPT_FOLDERS) {
    for (const file of await listSources(folder)) own.push(file);
  }
  const packages = new Set([
    'sass',
    ...SCRIPT_PACKAGES,
    ...STYLE_PACKAGES,
    ...FONTS.map(([packageName]) => packageName),
  ]);
  for (const name of packages) own.push(join(packageFolder(name), 'package.json'));
  for (const file of own) hash.update(`${relative(import.meta.dirname, file)}\n${sha256(await readFile(file))}\n`);
  return hash.digest('hex');
}

/** `asset("name")` in our styles gives the name under which a font or image is served, beside the style sheet. */
async function compileStyles(assets: Readonly<Record<string, string>>): Promise<Uint8Array> {
  const sass = await import('sass');
  const { css } = await sass.compileAsync(join(STYLES_FOLDER, 'main.scss'), {
    style: 'compressed',
    // The warnings of other people's styles are theirs to heed; our own are printed.
    quietDeps: true,
    importers: [{ findFileUrl: findStylePackage }],
    functions: {
      'asset($name)': ([name]) => {
        const asked = name?.assertString('name').text ?? '';
        const hashed = assets[asked];
        if (hashed === undefined) throw new Error(`There is no font or image "${asked}".`);
        return new sass.SassString(hashed);
      },
    },
  });
  return new TextEncoder().encode(toLogicalStyles(css));
}

/** Finds style packages wherever npm has put them; one of them names another by its path below `node_modules`. */
function findStylePackage(url: string): URL | null {
  const path = url.replace(/^node_modules\//, '');
  const name = STYLE_PACKAGES.find((candidate) => path.startsWith(`${candidate}/`));
  return name === undefined ? null : pathToFileURL(join(packageFolder(name), path.slice(name.length)));
}

/**
 * One module with everything that the script needs: nothing is loaded from elsewhere.
 * @param later what it loads from beside itself when it comes to need it (`import()`): the name of the file by that of the module.
 */
async function bundle(script: string, later: ReadonlyMap<string, string> = new Map()): Promise<Uint8Array> {
  const esbuild = await import('esbuild');
  const result = await esbuild.build({
    entryPoints: [script],
    bundle: true,
    write: false,
    minify: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2024',
    legalComments: 'none',
    plugins: [
      {
        name: 'without-descriptions',
        setup: ({ onLoad }) =>
          onLoad({ filter: /[\\/]ledger[\\/]src[\\/].*\.ts$/ }, async ({ path }) => ({
            contents: withoutDescriptions(await readFile(path, 'utf8')),
            loader: 'ts',
          })),
      },
      {
        name: 'later',
        setup: ({ onResolve }) =>
          onResolve({ filter: /./ }, ({ path, kind }) => {
            const name = kind === 'dynamic-import' ? later.get(path) : undefined;
            return name === undefined ? undefined : { path: `./${name}`, external: true };
          }),
      },
    ],
  });
  const [output] = result.outputFiles;
  if (output === undefined) throw new Error(`Bundling ${script} gave no output.`);
  return output.contents;
}

/** Every TypeScript file below the folder, tests left out. */
async function listSources(folder: string): Promise<string[]> {
  const found = await readdir(folder, { recursive: true });
  return found
    .filter((name) => name.endsWith('.ts') && !/\.test(?:-long)?\.ts$/.test(name))
    .map((name) => join(folder, name))
    .sort();
}

async function listFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
    .map((entry) => entry.name)
    .sort();
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

await mkdir(DIST_FOLDER, { recursive: true });
await build();
