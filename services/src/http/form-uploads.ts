/** The store of files as the form of the pages sees it. */
import type { Uploads } from '@counterfoil/web-viewer/uploads';
import { say } from '@counterfoil/ledger/say';
import { isUnreachable } from '../database/unreachable.ts';
import type { FileStore } from '../files/file-store.ts';
import { Problem } from '../problem.ts';

const AWAY = say`Files cannot be kept just now. Your words can be sent without them, or all of it later.`;

export function formUploads(files: FileStore): Uploads {
  return {
    async receive(source) {
      try {
        return await files.receive(source);
      } catch (error) {
        if (error instanceof Problem && (error.status < 500 || error.code === 'uploads-full'))
          return { refused: error.said };
        // Words can be promised, files cannot: their sender keeps what they typed and decides.
        if (isUnreachable(error)) return { refused: [AWAY] };
        throw error;
      }
    },
    async find(token) {
      try {
        return (await files.uploaded([token]))[0];
      } catch (error) {
        if ((error instanceof Problem && error.code === 'file-unknown') || isUnreachable(error)) return undefined;
        throw error;
      }
    },
    own: (digest, token) => files.own(digest, token),
  };
}
