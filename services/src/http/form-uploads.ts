/** The store of files as the form of the pages sees it. */
import type { Uploads } from '@counterfoil/web-viewer/uploads';
import type { FileStore } from '../files/file-store.ts';
import { Problem } from '../problem.ts';

export function formUploads(files: FileStore): Uploads {
  return {
    async receive(source) {
      try {
        return await files.receive(source);
      } catch (error) {
        if (error instanceof Problem && (error.status < 500 || error.code === 'uploads-full'))
          return { refused: error.detail };
        throw error;
      }
    },
    async find(token) {
      try {
        return (await files.uploaded([token]))[0];
      } catch (error) {
        if (error instanceof Problem && error.code === 'file-unknown') return undefined;
        throw error;
      }
    },
    own: (digest, token) => files.own(digest, token),
  };
}
