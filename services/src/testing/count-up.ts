/** Counts a number in a folder up by compare-and-set: `count-up.ts <folder> <times>`. Several of these at once must lose nothing. */
import { utf8 } from '@counterfoil/ledger/bytes';
import { openStore } from '../objects/open-store.ts';

const [folder = '', times = '0'] = process.argv.slice(2);
const store = await openStore({ address: folder, credentials: undefined });
const options = { contentType: 'text/plain', cacheControl: 'no-cache' };
for (let done = 0; done < Number(times);) {
  const found = await store.get('count');
  const next = Number(new TextDecoder().decode(found?.bytes)) + 1;
  if (await store.swap('count', utf8(`${next}`), found?.version, options)) done++;
}
await store.close();
