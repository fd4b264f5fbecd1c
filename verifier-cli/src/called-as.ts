/** How the reader calls these commands, for every text that says what to type next. */
import { basename } from 'node:path';

/** In the bundle everything is one JavaScript file. */
export const IS_BUNDLE = !import.meta.url.endsWith('.ts');

/** Those with a script of their own in the package.json of the repository. */
const OWN_SCRIPTS: ReadonlySet<string> = new Set(['verify', 'mirror']);

/** "npm run verify --" in the repository, "node counterfoil.mjs verify" for the bundle, "counterfoil verify" where it is installed. */
export function called(command: string): string {
  if (!IS_BUNDLE) return OWN_SCRIPTS.has(command) ? `npm run ${command} --` : `npm run counterfoil -- ${command}`;
  const file = basename(process.argv[1] ?? 'counterfoil');
  return /\.[cm]?js$/.test(file) ? `node ${file} ${command}` : `${file} ${command}`;
}
