import { build } from 'esbuild';

/**
 * One ES module with everything that the file imports, as a page under test loads it; ready to be served as `text/javascript`.
 * Nothing is written to disk.
 */
export async function bundleForBrowser(entryFile: string): Promise<string> {
  const result = await build({
    entryPoints: [entryFile],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'browser',
    logLevel: 'silent',
  });
  const [output] = result.outputFiles;
  if (output === undefined) throw new Error(`Bundling ${entryFile} gave no output.`);
  return output.text;
}
