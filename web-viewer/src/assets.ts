/**
 * Style sheet, fonts and images. Each name holds the hash of what is in it, so a browser may keep it for ever, and an old
 * page never meets a new style.
 */
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import express, { type Router } from 'express';
import { z } from 'zod';

export const DIST_FOLDER = join(import.meta.dirname, '..', 'dist');
export const ASSETS_FOLDER = join(DIST_FOLDER, 'assets');
export const BUILD_FILE = join(DIST_FOLDER, 'build.json');
/** Where the viewer serves them. */
export const ASSETS_PATH = '/assets';

const buildSchema = z.strictObject({
  inputs: z.string(),
  assets: z.record(z.string(), z.string()),
});
/** What `npm run build` leaves behind: the hash of all it was made from, and each file by the name it had before. */
export type Build = z.infer<typeof buildSchema>;

export async function readBuild(): Promise<Build> {
  return buildSchema.parse(JSON.parse(await readFile(BUILD_FILE, 'utf8')));
}

export interface ViewerAssets {
  /** The address of a file, given the name it had before the build. @throws Error when there is none. */
  href(name: string): string;
  /** To be mounted at `ASSETS_PATH`. */
  readonly router: Router;
}

const YEAR_S = 365 * 86_400;

/**
 * Reads every file once: a build that runs later takes nothing from under a viewer that is running.
 * @throws Error when `npm run build` has not run.
 */
export function viewerAssets(): ViewerAssets {
  const { assets } = loadBuild();
  const files = new Map(Object.values(assets).map((name) => [name, readFileSync(join(ASSETS_FOLDER, name))]));
  const router = express.Router();
  router.get('/:name', (request, response, next) => {
    const { name } = request.params;
    const bytes = files.get(name);
    if (bytes === undefined) return next();
    response.type(extname(name)).set('Cache-Control', `public, max-age=${YEAR_S}, immutable`).send(bytes);
  });
  return {
    router,
    href(name) {
      const hashed = assets[name];
      if (hashed === undefined) throw new Error(`The build holds no "${name}". Run "npm run build".`);
      return `${ASSETS_PATH}/${hashed}`;
    },
  };
}

function loadBuild(): Build {
  try {
    return buildSchema.parse(JSON.parse(readFileSync(BUILD_FILE, 'utf8')));
  } catch (cause) {
    throw new Error('The pages have no style sheet yet. Run "npm run build", then start again.', { cause });
  }
}
