/** A public record in memory as a source for audits. A file may also be a reason why it cannot be read. */
import { SourceError, type Source } from '../audit/source.ts';

export function mapSource(files: ReadonlyMap<string, Uint8Array | SourceError>): Source {
  return {
    read(path, maxBytes) {
      const file = files.get(path);
      if (file instanceof SourceError) return Promise.reject(file);
      if (file !== undefined && file.length > maxBytes)
        return Promise.reject(new SourceError('too-large', `It has ${file.length} bytes.`));
      return Promise.resolve(file);
    },
  };
}
