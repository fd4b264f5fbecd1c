/**
 * Style sheet, fonts and images. Each name holds the hash of what is in it, so a browser may keep it for ever, and an old
 * page never meets a new style.
 */
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, gzip } from 'node:zlib';
import express, { type Request, type Router } from 'express';
import * as z from 'zod/mini';
import type { Language } from './language.ts';

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
  has(name: string): boolean;
  /** To be mounted at `ASSETS_PATH`. */
  readonly router: Router;
}

const YEAR_S = 365 * 86_400;
/** Fonts are packed already. */
const PACKED = /\.(?:css|js|json|svg)$/;
const encodings = ['br', 'gzip'] as const;
type Encoding = (typeof encodings)[number];
const packers = {
  br: promisify<Uint8Array, Uint8Array>(brotliCompress),
  gzip: promisify<Uint8Array, Uint8Array>(gzip),
};

/**
 * Reads every file once: a build that runs later takes nothing from under a viewer that is running.
 * @throws Error when `npm run build` has not run.
 */
export function viewerAssets(): ViewerAssets {
  const { assets } = loadBuild();
  const files = new Map(Object.values(assets).map((name) => [name, readFileSync(join(ASSETS_FOLDER, name))]));
  const packed = new Map<string, Promise<Uint8Array>>();
  /** Once for each file and encoding, as small as it gets. */
  const pack = (name: string, bytes: Uint8Array, encoding: Encoding): Promise<Uint8Array> => {
    const key = `${encoding} ${name}`;
    const packing = packed.get(key) ?? packers[encoding](bytes);
    packed.set(key, packing);
    return packing;
  };
  const router = express.Router();
  router.get('/:name', async (request, response, next) => {
    const { name } = request.params;
    const bytes = files.get(name);
    if (bytes === undefined) {
      next();
      return;
    }
    response.type(extname(name)).set('Cache-Control', `public, max-age=${YEAR_S}, immutable`);
    const encoding = PACKED.test(name) ? encodingFor(request) : undefined;
    if (encoding !== undefined) {
      response.set('Content-Encoding', encoding).vary('Accept-Encoding');
      response.send(Buffer.from(await pack(name, bytes, encoding)));
    } else response.send(bytes);
  });
  return {
    router,
    has: (name) => Object.hasOwn(assets, name),
    href(name) {
      const hashed = assets[name];
      if (hashed === undefined) throw new Error(`The build holds no "${name}". Run "npm run build".`);
      return `${ASSETS_PATH}/${hashed}`;
    },
  };
}

/**
 * Of sentences in a language; empty where there are none but their own, the English ones.
 * @param of those of the ledger's own code; `refusals` are these and those of the service that refuses something
 */
export function sentencesHref(
  assets: Pick<ViewerAssets, 'has' | 'href'>,
  { code }: Pick<Language, 'code'>,
  of: 'sentences' | 'refusals' = 'sentences',
): string {
  const name = `${of}-${code}.json`;
  return assets.has(name) ? assets.href(name) : '';
}

function loadBuild(): Build {
  try {
    return buildSchema.parse(JSON.parse(readFileSync(BUILD_FILE, 'utf8')));
  } catch (cause) {
    throw new Error('The pages have no style sheet yet. Run "npm run build", then start again.', { cause });
  }
}

/** The best that the reader takes: browsers name gzip first, and mean no order by it. Undefined where they take none. */
function encodingFor(request: Request): Encoding | undefined {
  return encodings.find((encoding) => request.acceptsEncodings(encoding) === encoding);
}
