/** A hostile operator, the log key, and the texts beside the log. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { contentPath } from '@counterfoil/ledger/audit/source';
import { formatContent } from '@counterfoil/ledger/content';
import { contentPhrases, openLetters } from '@counterfoil/ledger/testing/letters';
import { runCommandLine } from './testing/run-command.ts';
import { temporaryFolder, writeRecord } from './testing/record-folder.ts';
import { type Attack, force, openCase, rotation, signedBy, testAttacks, textOf, without } from './testing/hostile.ts';

/** What programs are told. */
interface AuditedJson {
  readonly figures: { readonly takenOut: unknown };
  readonly codes: Readonly<Record<string, number>>;
}

const attacks: readonly Attack[] = [
  {
    name: 'puts another log key in the place of the old one, which has not signed that',
    code: 'rotation-unsigned',
    async publish(city) {
      const { ledger, registrars } = city;
      const next = await ledger.actor('new log');
      const at = await force(city, await rotation(city), registrars[0], registrars[1], next);
      return { at, files: await signedBy(city, 'new log') };
    },
  },
  {
    name: 'puts another log key in the place of the old one, and asks one registrar only',
    code: 'threshold-unmet',
    async publish(city) {
      const { ledger, registrars } = city;
      const next = await ledger.actor('new log');
      const at = await force(city, await rotation(city), registrars[0], ledger.logKey, next);
      return { at, files: await signedBy(city, 'new log') };
    },
  },
  {
    name: 'goes on signing with a log key that was replaced, and with no other',
    code: 'key-not-in-force',
    async publish(city) {
      const { ledger, registrars } = city;
      const next = await ledger.actor('new log');
      const at = await ledger.say(await rotation(city), registrars[0], registrars[1], ledger.logKey, next);
      await openCase(city);
      return { at };
    },
  },
  {
    name: 'deletes a text and says nothing',
    code: 'content-missing',
    async publish(city) {
      const { ledger } = city;
      const at = await openCase(city);
      return { at, files: without(await ledger.files(), textOf(ledger, at)) };
    },
  },
  {
    name: 'has a text erased by somebody who may not',
    code: 'act-not-allowed',
    async publish(city) {
      const { ledger, mandate, clerk } = city;
      const id = await openCase(city);
      const text = textOf(ledger, id);
      const said = contentPhrases(ledger, [mandate.clerk]).redacts(id, [id, text]);
      const at = await force(city, said, clerk);
      return { at, files: without(await ledger.files(), text), also: 'content-missing' };
    },
  },
  {
    name: 'has a text erased by the intake, in the name of who may',
    code: 'mandate-key',
    async publish() {
      const city = await openLetters();
      const { ledger, say } = city;
      const target = await city.write('The mayor was there.');
      const at = await force(city, say.redacts(target[0], target), ledger.intakeKey);
      return { at, ledger, files: without(await ledger.files(), target[1]), also: 'content-missing' };
    },
  },
  {
    name: 'ends the time for which a text is kept before it is over',
    code: 'retention-early',
    async publish() {
      const city = await openLetters();
      const { ledger, say, ed } = city;
      const target = await city.write('The mayor was there.');
      const at = await force(city, say.retains(target[0], target), ed);
      return { at, ledger, files: without(await ledger.files(), target[1]), also: 'content-missing' };
    },
  },
  {
    name: 'has the words of an official wait, under a letter with the same commitment that the intake recorded before',
    code: 'content-state',
    async publish() {
      const city = await openLetters('before');
      const { ledger, mandate, parks } = city;
      const id = await openCase(city);
      const text = ledger.text('The lamp will not be mended.');
      const letter = { process: { id: 'letters', version: 1 }, channel: 'web', author: 'person', text } as const;
      await ledger.say({ kind: 'input-received', ...letter }, ledger.intakeKey);
      const at = await force(city, { kind: 'response', by: [mandate.parks], case: id, text }, parks);
      return { at, ledger, files: without(await ledger.files(), text) };
    },
  },
  {
    name: 'puts other words in the place of a text that was erased',
    code: 'content-differs',
    async publish() {
      const city = await openLetters();
      const { ledger, say, ed } = city;
      const target = await city.write('The mayor was there.');
      await ledger.say(say.redacts(target[0], target), ed);
      const files = await ledger.files();
      files.set(contentPath(target[1].digest), formatContent({ salt: new Uint8Array(32), text: 'Nobody was there.' }));
      return { at: target[0], ledger, files };
    },
  },
  {
    name: 'signs with a log key that the record does not name',
    code: 'opening-differs',
    async publish(city) {
      return { at: 0, files: await signedBy(city, 'stranger') };
    },
  },
  {
    name: 'signs with another log key than the one that the reader was given',
    code: 'key-differs',
    async publish(city) {
      const stranger = await city.ledger.actor('stranger');
      return { at: 'ledger.json', args: ['--key', city.ledger.vkeyOf(stranger)] };
    },
  },
];

describe('a hostile operator, by log key and texts', { concurrency: 2 }, () => {
  testAttacks(attacks);

  test('is not suspected where texts were taken out of public view by the rules', async (t) => {
    const city = await openLetters('before');
    const { ledger, say, ed } = city;
    const [waiting, hidden, erased] = [await city.write('One.'), await city.write('Two.'), await city.write('Three.')];
    await ledger.say(say.withholds(hidden[0], hidden), ed);
    const dots = ledger.text('▮▮▮.');
    await ledger.say({ ...say.redacts(erased[0], erased, dots), ground: 'spam' }, ed);
    const folder = await temporaryFolder(t);
    const files = await ledger.files();
    for (const [, text] of [waiting, hidden, erased]) without(files, text);
    await writeRecord(folder, files);
    const { code, stdout } = await runCommandLine('verify', [folder, '--no-memory'], {});
    assert.equal(code, 0, stdout);
    const said = stdout.replaceAll(/\n +/g, ' ');
    assert.match(said, /Texts that wait to be looked at: 1; taken out of view: 1; erased: 1/);
    assert.ok(said.includes(`Somebody else can be recognised (privacy): 1 taken out of view (entry ${hidden[0]})`));
    assert.ok(said.includes(`Advertising (spam): 1 erased (entry ${erased[0]})`), stdout);
    assert.match(said, /3 texts not in public view/);
    assert.doesNotMatch(stdout, /[0-9a-f]{16}/, 'hexadecimal is for nobody');
    const json = await runCommandLine('verify', [folder, '--no-memory', '--json'], {});
    const { figures, codes } = JSON.parse(json.stdout) as AuditedJson;
    assert.deepEqual(figures.takenOut, {
      ...{ pending: 1, withheld: 1, erased: 1 },
      grounds: [
        {
          ground: 'privacy',
          registrars: false,
          title: 'Somebody else can be recognised',
          ...{ withheld: 1, erased: 0, first: [hidden[0]] },
        },
        { ground: 'spam', registrars: false, title: 'Advertising', withheld: 0, erased: 1, first: [erased[0]] },
      ],
    });
    assert.deepEqual(codes, { 'content-pending': 1, 'content-withheld': 1, 'content-erased': 1 });
  });
});
