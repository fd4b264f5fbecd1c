/** What the desk keeps in this browser, by origin of the page: keys, what it saw of the ledger last, what was chosen. */
const NAME = 'counterfoil-desk';
const VERSION = 1;
export type Shelf = 'keys' | 'memory';

let opening: Promise<IDBDatabase> | undefined;

function open(): Promise<IDBDatabase> {
  opening ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, VERSION);
    request.addEventListener('upgradeneeded', () => {
      for (const shelf of ['keys', 'memory'] satisfies Shelf[]) request.result.createObjectStore(shelf);
    });
    request.addEventListener('success', () => resolve(request.result));
    request.addEventListener('error', () =>
      reject(request.error ?? new Error('The database of this browser cannot be opened.')),
    );
  });
  // What could not be opened is tried anew.
  opening.catch(() => (opening = undefined));
  return opening;
}

async function ask<T>(
  shelf: Shelf,
  mode: IDBTransactionMode,
  request: (store: IDBObjectStore) => IDBRequest<T>,
): Promise<T> {
  const transaction = (await open()).transaction(shelf, mode);
  const asked = request(transaction.objectStore(shelf));
  await new Promise<void>((resolve, reject) => {
    // Complete, not merely answered: what was put is there after a crash of the page.
    transaction.addEventListener('complete', () => resolve());
    transaction.addEventListener('abort', () => reject(transaction.error ?? new Error('The browser did not keep it.')));
  });
  return asked.result;
}

export function readAll(shelf: Shelf): Promise<unknown[]> {
  return ask(shelf, 'readonly', (store) => store.getAll() as IDBRequest<unknown[]>);
}

export function read(shelf: Shelf, key: string): Promise<unknown> {
  return ask(shelf, 'readonly', (store) => store.get(key) as IDBRequest<unknown>);
}

export async function keep(shelf: Shelf, key: string, value: unknown): Promise<void> {
  await ask(shelf, 'readwrite', (store) => store.put(value, key));
}

/** @param mayGo whether the value may take the place of what is there. @returns that; nothing comes between the two. */
export async function replace(
  shelf: Shelf,
  key: string,
  value: unknown,
  mayGo: (kept: unknown) => boolean,
): Promise<boolean> {
  let isKept = false;
  await ask(shelf, 'readwrite', (store) => {
    const there: IDBRequest<unknown> = store.get(key);
    there.addEventListener('success', () => {
      isKept = mayGo(there.result);
      if (isKept) store.put(value, key);
    });
    return there;
  });
  return isKept;
}

export async function forget(shelf: Shelf, key: string): Promise<void> {
  await ask(shelf, 'readwrite', (store) => store.delete(key));
}
