/**
 * The layer check: who may import whom. Arrows run one way, to `ledger`, and `ledger` knows nobody.
 *
 *     node .ci/layers.ts [folder]        exit code 0: all imports keep to it. 1: some do not.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { join, posix } from 'node:path';
import { isBuiltin } from 'node:module';
import { isTest, listSourceFiles } from './source-files.ts';

interface Layer {
  /** Whether what runs may use Node's own modules; tests may everywhere. */
  readonly node: boolean;
  /** Other workspaces it may know. */
  readonly knows: readonly string[];
  /** Other workspaces that it may reach into by path, since they are nobody's library. */
  readonly reaches?: readonly string[];
  /** Packages it may use at all; without it, every package that its package.json declares. */
  readonly packages?: RegExp;
}

const LAYERS: Readonly<Record<string, Layer>> = {
  ledger: { node: false, knows: [], packages: /^(?:@noble\/[a-z0-9-]+|zod)$/ },
  migrations: { node: false, knows: [], packages: /^kysely$/ },
  'verifier-cli': { node: true, knows: ['ledger'] },
  'web-viewer': { node: true, knows: ['ledger'] },
  services: { node: true, knows: ['ledger', 'migrations', 'web-viewer'] },
  // No workspaces of their own: what they import is declared at the top. What is measured is started as its tests start it.
  bench: { node: true, knows: ['ledger'], reaches: ['services', 'verifier-cli', 'web-viewer'] },
  '.ci': { node: true, knows: [] },
};

/** Files that may import what only running them can tell, each with the reason. */
const COMPUTED = new Set([
  // One PostgreSQL for each kind of machine, all of them optional dependencies.
  'services/src/database/embedded.ts',
  // Each file of a folder is a language: whoever adds one touches nothing else.
  'web-viewer/src/languages.ts',
]);

const FOLDERS = new Set([...Object.keys(LAYERS), 'deploy', 'docs', 'node_modules']);

export interface LayerReport {
  readonly files: number;
  readonly imports: number;
  /** One sentence each, beginning with the file. */
  readonly faults: readonly string[];
}

interface Manifest {
  readonly name: string;
  readonly workspaces?: readonly string[];
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

function readManifest(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
}

/** Looks at every TypeScript file below the folder of the repository. */
export function checkLayers(root: string): LayerReport {
  const top = readManifest(root);
  const manifests = new Map(top.workspaces?.map((folder) => [folder, readManifest(join(root, folder))]));
  const folderOf = new Map([...manifests].map(([folder, { name }]) => [name, folder]));
  const faults: string[] = [];
  for (const entry of readdirSync(root, { withFileTypes: true })) {
    if (entry.isDirectory() && !entry.name.startsWith('.') && !FOLDERS.has(entry.name))
      faults.push(`${entry.name}/: the top level has no such folder.`);
  }

  const files = listSourceFiles(root, '.ts').filter((file) => file.includes('/'));
  for (const folder of manifests.keys()) {
    if (!files.some((file) => file.startsWith(`${folder}/`))) faults.push(`${folder}/: no TypeScript was found in it.`);
  }
  let imports = 0;
  for (const file of files) {
    const folder = file.slice(0, file.indexOf('/'));
    const layer = LAYERS[folder];
    if (layer === undefined) {
      faults.push(`${file}: this folder is in no layer.`);
      continue;
    }
    const found = findImports(readFileSync(join(root, file), 'utf8'));
    imports += found.length;
    for (const { name, computed } of found) {
      const fault = computed
        ? judgeComputed(file)
        : judge(file, name, { folder, layer, top, manifest: manifests.get(folder) ?? top, folderOf });
      if (fault !== undefined) faults.push(`${file}: ${fault}`);
    }
  }
  if (imports === 0) faults.push('No import was found anywhere: nothing was looked at.');
  return { files: files.length, imports, faults };
}

interface Place {
  readonly folder: string;
  readonly layer: Layer;
  readonly top: Manifest;
  readonly manifest: Manifest;
  /** Folder of each workspace by the name of its package. */
  readonly folderOf: ReadonlyMap<string, string>;
}

/** @returns what is wrong with the import, as the end of a sentence. */
function judge(file: string, name: string, place: Place): string | undefined {
  const { folder, layer, top, manifest, folderOf } = place;
  const atWork = isWorkshop(file);
  if (name.startsWith('.')) {
    const target = posix.join(posix.dirname(file), name);
    const within = [folder, ...(layer.reaches ?? [])];
    if (!within.some((each) => target.startsWith(`${each}/`)))
      return `reaches out of ${folder}/ by the path "${name}".`;
    if (isWorkshop(target) && !atWork) return `what runs does not import what is there for tests ("${name}").`;
    return undefined;
  }
  if (name.startsWith('node:')) {
    return layer.node || atWork ? undefined : `${folder} does without Node, and this imports "${name}".`;
  }
  if (isBuiltin(name)) return `write "node:${name}" instead of "${name}".`;

  const packageName = name.split('/', name.startsWith('@') ? 2 : 1).join('/');
  const target = folderOf.get(packageName);
  if (target === folder) return `its own files are imported by path, not as "${name}".`;
  if (target !== undefined && !layer.knows.includes(target)) return `${folder} does not know ${target} ("${name}").`;
  if (target !== undefined && /\/(?:testing|workshop)\//.test(name) && !atWork)
    return `what runs does not import what is there for tests ("${name}").`;
  if (layer.packages?.test(packageName) === false && !atWork) return `${folder} does without "${packageName}".`;
  const declared = { ...manifest.dependencies, ...manifest.optionalDependencies };
  const inWorkshop = { ...manifest.devDependencies, ...top.devDependencies };
  if (packageName in declared || (atWork && packageName in inWorkshop)) return undefined;
  // Folders without a package.json of their own reach workspaces through the links that npm makes.
  if (target !== undefined && manifest === top) return undefined;
  return `"${packageName}" is not declared in ${manifest === top ? '' : `${folder}/`}package.json.`;
}

function judgeComputed(file: string): string | undefined {
  return COMPUTED.has(file) || isWorkshop(file) ? undefined : 'imports what only running it can tell.';
}

/** Tests, what they are built from, and tools that run before anything else does: never part of what runs. */
function isWorkshop(file: string): boolean {
  if (isTest(file)) return true;
  if (file.startsWith('ledger/src/')) return false;
  return /^(?:\.ci|bench)\/|\/(?:testing|interop)\/|^(?:web-viewer|verifier-cli)\/(?:build|make-images|make-papers)\.ts$/.test(
    file,
  );
}

interface Import {
  /** What stands between the quotes; empty for a computed one. */
  readonly name: string;
  readonly computed: boolean;
}

/** Static imports and re-exports as the formatter leaves them (at the beginning of a line), and every `import()`. */
export function findImports(text: string): Import[] {
  const fixed = /^(?:import|export)\b(?:[^'"`;]*?\bfrom)?\s*['"]([^'"]+)['"]/gm;
  const called = /\bimport\(\s*(?:['"]([^'"]+)['"]|[^)\s])/g;
  return [...text.matchAll(fixed), ...text.matchAll(called)].map(([, name]) => ({
    name: name ?? '',
    computed: name === undefined,
  }));
}

if (import.meta.main) {
  const root = process.argv[2] ?? join(import.meta.dirname, '..');
  const { files, imports, faults } = checkLayers(root);
  for (const fault of faults) console.log(fault);
  console.log(`${imports} imports in ${files} files, ${faults.length} against the layers`);
  process.exitCode = faults.length === 0 ? 0 : 1;
}
