/** The signing desk in a real browser, on a real service: what people do there, end to end. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { parseEntry } from '@counterfoil/ledger/entry';
import { reasonHash } from '@counterfoil/ledger/reason';
import { openEnvelope } from '@counterfoil/ledger/statement';
import { launchBrowser } from '@counterfoil/web-viewer/testing/browser';
import type { Browser } from 'playwright-core';
import postgres from 'postgres';
import { auditService } from './client/testing/audit-service.ts';
import { openCouncil, type Council } from './testing/council.ts';
import { DeskUser, type KeyLines } from './testing/desk-user.ts';
import { holdsSecret } from './testing/secret-search.ts';
import { startTestService } from './testing/service.ts';

const hasSshKeygen = (() => {
  try {
    execFileSync('ssh-keygen', ['-Y', 'sign'], { stdio: 'ignore' });
    return true;
  } catch (error) {
    // It is there and says how it is to be called.
    return !(error instanceof Error && 'code' in error && error.code === 'ENOENT');
  }
})();

let service: Awaited<ReturnType<typeof startTestService>>;
let council: Council;
let browser: Browser;
let folder: string;
let ada: DeskUser;
let bo: DeskUser;
let cy: DeskUser;
let passkey: KeyLines & { readonly privateKey: () => Promise<Buffer> };
let keys: readonly KeyLines[];

before(async () => {
  [service, browser, folder] = await Promise.all([
    startTestService(),
    launchBrowser(),
    mkdtemp(join(tmpdir(), 'counterfoil-desk-')),
  ]);
  council = await openCouncil(service);
  [ada, bo, cy] = (await Promise.all([1, 2, 3].map(() => DeskUser.open(browser, service.address)))) as [
    DeskUser,
    DeskUser,
    DeskUser,
  ];
  await keepKeyInPage(ada);
  passkey = await bo.makePasskey();
  keys = [await ada.makeBrowserKey(), passkey, hasSshKeygen ? await cy.addSshKey(folder) : await cy.makeBrowserKey()];
  for (const [place, name] of ['Ada Stone', 'Bo Reed', 'Cy Marsh'].entries())
    await council.grant('council', keys[place] as KeyLines, name);
});
after(async () => {
  await browser.close();
  await service[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

/** The one page whose key the test can read: its private half is kept aside, and the page gets it as it would have been. */
async function keepKeyInPage({ context }: DeskUser): Promise<void> {
  await context.addInitScript(() => {
    // Pages without an address have none.
    if (!isSecureContext) return;
    const generate = crypto.subtle.generateKey.bind(crypto.subtle);
    const replaced = async (...[algorithm, , usages]: Parameters<typeof generate>): Promise<CryptoKeyPair> => {
      const pair = (await generate(algorithm, true, usages)) as CryptoKeyPair;
      const pkcs8 = await crypto.subtle.exportKey('pkcs8', pair.privateKey);
      localStorage.setItem('kept-by-the-test', JSON.stringify([...new Uint8Array(pkcs8)]));
      return { ...pair, privateKey: await crypto.subtle.importKey('pkcs8', pkcs8, algorithm, false, ['sign']) };
    };
    crypto.subtle.generateKey = replaced as typeof generate;
  });
}

async function entryAt(index: number): Promise<ReturnType<typeof openEnvelope> & { signers: string[] }> {
  const bytes = await (await fetch(`${service.address}/api/v1/entries/${index}`)).bytes();
  const { envelope } = parseEntry(bytes);
  return { ...openEnvelope(envelope), signers: envelope.signatures.map(({ keyid }) => keyid) };
}

async function recordedEntry(user: DeskUser): Promise<number> {
  await user.heading('Recorded');
  const said = await user.page.locator('.cf-done').innerText();
  assert.match(said, /holds the very bytes you signed/);
  return Number(/It is entry (\d+)\./.exec(said)?.[1]);
}

/** Cy signs with the SSH key, or as everybody where the machine has no ssh-keygen. */
async function cySigns(): Promise<void> {
  if (hasSshKeygen) await cy.signWithSsh(folder);
}

describe('three officials, each with a key of their own', () => {
  test('see what is due for their office, with the words of the case', async () => {
    await ada.go('due');
    const page = await ada.page.locator('main').innerText();
    assert.match(page, /You sign as City council \(Ada Stone\)/);
    assert.match(page, /Build a bridge for walkers over the mill race/);
    assert.match(page, /City council owes a decision/);
  });

  test('one accounts for three inputs, two of them by a filter, and reads beforehand what becomes public', async () => {
    await ada.go(`case-${council.case}/dispositions`);
    await ada.page.getByLabel('the text contains').fill('bridge');
    await ada.page.getByLabel('the category is').selectOption('paths');
    await ada.page.getByRole('button', { name: 'Choose or clear all 2 shown' }).click();
    await ada.page.getByLabel('Adopted', { exact: true }).check();
    await ada.page.getByLabel('Reason').fill('The bridge is built, of oak.');
    await ada.press('Add to the list');
    await ada.page.getByLabel('the text contains').fill('');
    await ada.page.getByLabel('the category is').selectOption('Any');
    await ada.page.getByLabel(/Rather mend the road bridge/).check();
    await ada.page.getByLabel('Declined', { exact: true }).check();
    await ada.page.getByLabel('Reason').fill('The road bridge belongs to the county.');
    await ada.press('See what becomes public');
    await ada.heading('This becomes public');
    const preview = await ada.page.locator('.cf-preview').innerText();
    for (const shown of [
      'Adopted',
      'Declined',
      'of oak.',
      'belongs to the county',
      'Ada Stone',
      'ledger.example.org/test',
    ])
      assert.ok(preview.includes(shown), shown);
    await ada.press('Sign and record');
    const { statement, signers } = await entryAt(await recordedEntry(ada));
    assert.equal(statement.kind, 'dispositions');
    assert.deepEqual(signers, [keys[0]?.key]);
    const [first, second, third] = council.inputs;
    if (statement.kind === 'dispositions')
      assert.deepEqual(
        statement.items.map(({ code, inputs }) => ({ code, inputs })),
        [
          { code: 'adopted', inputs: [first, second] },
          { code: 'declined', inputs: [third] },
        ],
      );
  });

  test('the same reason a second time is counted before it is signed', async () => {
    const late = await council.city.input('And a lamp at the bridge.', { case: council.case });
    await ada.go(`case-${council.case}/dispositions`);
    await ada.page.getByLabel('Reason').fill('the road  bridge belongs to the County.');
    await ada.page.getByLabel('Reason').blur();
    await ada.page.getByText('This very reason was given once before, for 1 input.').waitFor();
    await ada.page.getByLabel(/And a lamp at the bridge/).check();
    await ada.page.getByLabel('Adopted in part').check();
    await ada.press('See what becomes public');
    await ada.press('Sign and record');
    await recordedEntry(ada);
    const answer = await fetch(
      `${service.address}/api/v1/reason-uses?sha256=${reasonHash('The road bridge belongs to the county.')}`,
    );
    assert.equal(((await answer.json()) as { uses: number }).uses, 2);
    assert.equal(late.status, 201);
  });

  test('a decision waits in the tray until the third has signed the same bytes, and is one entry then', async () => {
    await ada.go(`case-${council.case}/decision`);
    await ada.page.getByLabel('It is built', { exact: true }).check();
    await ada.page.getByLabel('The decision and why').fill('The city builds a bridge of oak for walkers.');
    await ada.page.getByLabel('Legal basis').fill('Roads act, section 12');
    await ada.page.getByLabel('What is to be achieved').fill('Walkers cross without the road.');
    await ada.page.getByLabel('None: nobody who decides').check();
    await ada.page.getByLabel('None: no algorithm').check();
    await ada.page.getByLabel('None: no registered use').check();
    await ada.page.getByLabel(/Bo Reed/).check();
    await ada.press('See what becomes public');
    assert.match(await ada.refusal(), /the rules want 3 different people/);
    await ada.page.getByLabel(/Cy Marsh/).check();
    await ada.press('See what becomes public');
    await ada.heading('This becomes public');
    const fingerprint = await ada.fingerprint();
    assert.match(fingerprint, /^[0-9a-f]{4}(?: [0-9a-f]{4}){15}$/);
    await ada.press('Sign and put into the tray');
    await ada.heading('It waits for the others');

    await bo.go('tray');
    await bo.press('Look into the tray');
    await bo.page.getByRole('link', { name: `Decision, case ${council.case}` }).click();
    await bo.heading('This becomes public');
    assert.equal(await bo.fingerprint(), fingerprint);
    const preview = await bo.page.locator('.cf-preview').innerText();
    for (const shown of ['It is built', 'a bridge of oak', 'Roads act, section 12', 'Cy Marsh', 'None: no algorithm'])
      assert.ok(preview.includes(shown), shown);
    await bo.press('Add my signature');
    await bo.heading('It waits for the others');
    assert.match(await bo.page.locator('.cf-done').innerText(), /Still to sign: City council \(Cy Marsh\)/);

    await cy.go('tray');
    if (hasSshKeygen) await cy.press('Look into the tray');
    await cySigns();
    await cy.page.getByRole('link', { name: `Decision, case ${council.case}` }).click();
    await cy.heading('This becomes public');
    assert.equal(await cy.fingerprint(), fingerprint);
    await cy.press('Add my signature');
    await cySigns();
    const { statement, signers } = await entryAt(await recordedEntry(cy));
    assert.equal(statement.kind, 'decision');
    assert.deepEqual(new Set(signers), new Set(keys.map(({ key }) => key)));

    await ada.go('tray');
    assert.match(await ada.page.locator('main').innerText(), /Recorded as entry/);
  });

  test('one says on record why they do not share it', async () => {
    await bo.go(`case-${council.case}/dissent`);
    await bo.page.getByLabel(/It is built/).check();
    await bo.page.getByRole('textbox', { name: 'Your words' }).fill('The money is wanted for the school first.');
    await bo.press('See what becomes public');
    await bo.press('Sign and record');
    const { statement, signers } = await entryAt(await recordedEntry(bo));
    assert.equal(statement.kind, 'dissent');
    assert.deepEqual(signers, [passkey.key]);
  });

  test('a stranger audits the ledger and finds nothing wrong, and nobody left out', async () => {
    const { verdict, findings } = await auditService(service);
    assert.deepEqual(findings, []);
    assert.equal(verdict, 'verified');
  });

  test('the pages of the desk complain of nothing, and ask no other site', () => {
    // Chromium warns whoever asks for a passkey without RSA; such keys are not taken here.
    const complaints = [ada, bo, cy]
      .flatMap((user) => user.complaints)
      .filter((text) => !/pubKeyCredParams/.test(text));
    assert.deepEqual(complaints, []);
    for (const { sites } of [ada, bo, cy]) assert.deepEqual([...sites], [service.address]);
  });
});

describe('private keys', () => {
  interface Places {
    readonly log: Buffer;
    readonly database: Buffer;
    readonly network: Buffer;
  }

  async function readPlaces(): Promise<Places> {
    // As the owner, who sees every table; the service itself is not given all of them.
    const owner = postgres(service.databaseUrl, { max: 1 });
    const tables = await owner<{ name: string }[]>`select tablename as name from pg_tables where schemaname = 'public'`;
    const rows: string[] = [];
    for (const { name } of tables) {
      const found = await owner<{ row: string }[]>`select t::text as row from ${owner(name)} t`;
      rows.push(name, ...found.map(({ row }) => row));
    }
    await owner.end();
    assert.ok(rows.length > 50, 'the dump holds rows');
    return {
      log: Buffer.from(service.logged.join('\n')),
      database: Buffer.from(rows.join('\n')),
      network: Buffer.concat([ada, bo, cy].flatMap(({ traffic }) => traffic)),
    };
  }

  async function readSecrets(): Promise<Readonly<Record<string, Buffer>>> {
    await ada.go('key');
    const kept = await ada.page.evaluate(() => localStorage.getItem('kept-by-the-test'));
    // RFC 8410: the seed is the end of the structure.
    const seed = Buffer.from(JSON.parse(kept ?? '[]') as number[]).subarray(-32);
    const scalar = privateScalar(await passkey.privateKey());
    return { browser: seed, passkey: scalar, ...(hasSshKeygen ? { ssh: await readSshSeed() } : {}) };
  }

  /** RFC 5915 within PKCS #8: the scalar of P-256 stands behind version and length; Ed25519 as RFC 8410. */
  function privateScalar(pkcs8: Buffer): Buffer {
    const at = pkcs8.indexOf(Buffer.from([0x02, 0x01, 0x01, 0x04, 0x20]));
    return at < 0 ? pkcs8.subarray(-32) : pkcs8.subarray(at + 5, at + 37);
  }

  /** OpenSSH PROTOCOL.key: seed and public key follow each other in 64 bytes. */
  async function readSshSeed(): Promise<Buffer> {
    const pem = await readFile(join(folder, 'id_ed25519'), 'utf8');
    const blob = Buffer.from(pem.replace(/-----[^-]+-----|\s/g, ''), 'base64');
    const at = blob.indexOf(Buffer.from([0, 0, 0, 64]));
    return blob.subarray(at + 4, at + 36);
  }

  test('none is in the log, in the database or on the wire', async () => {
    const [places, secrets] = [await readPlaces(), await readSecrets()];
    for (const [whose, secret] of Object.entries(secrets)) {
      assert.equal(secret.length, 32, whose);
      for (const [where, text] of Object.entries(places) as [string, Buffer][])
        assert.equal(holdsSecret(text, secret), false, `the ${whose} key, in the ${where}`);
    }
  });

  test('one that somebody gives away on purpose is found in the database and on the wire', async () => {
    const seed = (await readSecrets())['browser'] as Buffer;
    await ada.page.evaluate(
      async (text) => {
        const body = JSON.stringify({ text, lang: 'en', author: 'person', process: 'hearing' });
        await fetch('/api/v1/inputs', { method: 'POST', headers: { 'content-type': 'application/json' }, body });
      },
      `My key is ${seed.toString('base64')}`,
    );
    const { database, network } = await readPlaces();
    assert.equal(holdsSecret(database, seed), true);
    assert.equal(holdsSecret(network, seed), true);
  });

  test('one that the browser made cannot be read out by the page itself', async () => {
    const plain = await DeskUser.open(browser, service.address);
    await plain.makeBrowserKey();
    const refused = await plain.page.evaluate(async () => {
      const opened = indexedDB.open('counterfoil-desk');
      const database = await new Promise<IDBDatabase>((resolve) => (opened.onsuccess = () => resolve(opened.result)));
      const asked = database.transaction('keys').objectStore('keys').getAll();
      const [key] = await new Promise<{ privateKey: CryptoKey }[]>(
        (resolve) => (asked.onsuccess = () => resolve(asked.result as { privateKey: CryptoKey }[])),
      );
      if (key === undefined) return 'no key';
      return crypto.subtle.exportKey('pkcs8', key.privateKey).then(
        () => 'given out',
        (error: unknown) => (error instanceof Error ? error.name : 'refused'),
      );
    });
    assert.equal(refused, 'InvalidAccessError');
    await plain.close();
  });
});
