/**
 * What a hostile operator could record who holds the log key, the intake key and the database, but makes nobody else sign:
 * every history is told with valid hashes and checkpoints, and the command finds the entry and the rule.
 */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { base64 } from '@counterfoil/ledger/bytes';
import { parseEntry } from '@counterfoil/ledger/entry';
import { auditRules } from '@counterfoil/ledger/audit/findings';
import type { AuditCode } from '@counterfoil/ledger/audit';
import { contentPath } from '@counterfoil/ledger/audit/source';
import { formatContent, type ContentRef } from '@counterfoil/ledger/content';
import type { Envelope } from '@counterfoil/ledger/envelope';
import { rules } from '@counterfoil/ledger/rules';
import type { Signer } from '@counterfoil/ledger/signature';
import { sshsigNamespace } from '@counterfoil/ledger/sshsig';
import {
  contentRefs,
  formatStatement,
  openEnvelope,
  PAYLOAD_TYPE,
  type Statement,
  type StatementOf,
} from '@counterfoil/ledger/statement';
import { LedgerBuilder, type Said } from '@counterfoil/ledger/testing/builder';
import { openCity, type City } from '@counterfoil/ledger/testing/city';
import { contentPhrases, openLetters } from '@counterfoil/ledger/testing/letters';
import { sshSigner, webauthnSigner } from '@counterfoil/ledger/testing/signers';
import { formatLedgerInfo, parseLedgerInfo } from '@counterfoil/ledger/ledger-info';
import { runCommandLine } from './testing/run-command.ts';
import { temporaryFolder, writeRecord } from './testing/record-folder.ts';

const sentences: { readonly [C in AuditCode]: { readonly sentence: string } } = { ...rules, ...auditRules };

/** What the operator publishes, and what the first line has to name. */
interface Published {
  /** Index of the entry, or path of the file. */
  readonly at: number | string;
  /** The city's own where left out. */
  readonly ledger?: LedgerBuilder;
  /** What is found besides. */
  readonly also?: AuditCode;
  /** In place of the files of the ledger. */
  readonly files?: ReadonlyMap<string, Uint8Array>;
  /** What the reader's computer saw before. */
  readonly before?: ReadonlyMap<string, Uint8Array>;
  readonly args?: readonly string[];
}

/** What programs are told. */
interface AuditedJson {
  readonly figures: { readonly takenOut: unknown };
  readonly codes: Readonly<Record<string, number>>;
}

interface Attack {
  /** "The operator …" */
  readonly name: string;
  readonly code: AuditCode;
  readonly publish: (city: City) => Promise<number | Published>;
}

/** Records without asking the rulebook. */
async function force({ ledger }: City, said: Said, ...signers: readonly Signer[]): Promise<number> {
  return ledger.record(await ledger.sign(said, signers));
}

function opening({ ledger }: City, process: string, version = 1): Said {
  const text = ledger.text(`A wish, number ${ledger.entries.length}.`);
  return { kind: 'input-received', process: { id: process, version }, channel: 'web', author: 'person', text };
}

async function openCase(city: City, process = 'service-request'): Promise<number> {
  return city.ledger.say(opening(city, process), city.ledger.intakeKey);
}

/** A consultation whose inputs are all accounted for: it wants two signatures. */
async function readyConsultation(city: City): Promise<number> {
  const { ledger, parks, mandate } = city;
  const id = await openCase(city, 'consultation');
  const reason = ledger.text('It is part of the plan.');
  const items = [{ code: 'adopted', inputs: [id], reason }];
  await ledger.say({ kind: 'dispositions', by: [mandate.parks], case: id, items }, parks);
  return id;
}

function decision({ ledger }: City, id: number, by: readonly number[]): Said {
  const text = ledger.text('So be it.');
  const common = { outcome: 'granted', basis: 'By-law 4', algorithms: 'none', data: 'none' } as const;
  return { kind: 'decision', by: [...by], case: id, ...common, text };
}

function grant(city: City, office: string, key: string, person = city.mayor.person): Said {
  return { kind: 'mandate-granted', office, person, key, from: '2026-01-01T00:00:00.000Z' };
}

/** The consultation with one signature instead of two, as its second version. */
async function secondVersion(city: City, signatures = 1): Promise<Said> {
  const published = statements(city.ledger).findLast((said) => said.kind === 'process-published');
  assert.ok(published?.kind === 'process-published' && published.process === 'consultation');
  const { at: _at, seen: _seen, acts, ...rest } = published;
  return { ...rest, version: 2, acts: { ...acts, decision: { offices: ['mayor'], signatures } } };
}

function statements(ledger: LedgerBuilder): Statement[] {
  return envelopes(ledger).map((envelope) => openEnvelope(envelope).statement);
}

function envelopes(ledger: LedgerBuilder): Envelope[] {
  return ledger.entries.map((bytes) => parseEntry(bytes).envelope);
}

/** The history told again in another order; what the intake key signed is signed anew, officials cannot be made to. */
async function rechain({ ledger }: City, told: readonly Envelope[]): Promise<LedgerBuilder> {
  const other = await LedgerBuilder.create();
  for (const [digest, content] of ledger.contents) other.contents.set(digest, content);
  for (const envelope of told) {
    const { statement } = openEnvelope(envelope);
    if (statement.kind !== 'input-received') other.record(envelope);
    else other.record(await other.sign({ ...statement, seen: other.seen() }, [other.intakeKey]));
  }
  return other;
}

function moved<Value>(list: readonly Value[], from: number, to: number): Value[] {
  const rest = list.toSpliced(from, 1);
  return rest.toSpliced(to, 0, list[from] as Value);
}

/** The checkpoint signed by another key, which ledger.json names. */
async function signedBy(city: City, name: string): Promise<Map<string, Uint8Array>> {
  const { ledger } = city;
  const key = await ledger.actor(name);
  const files = await ledger.files();
  files.set('checkpoint', new TextEncoder().encode(await ledger.checkpoint(ledger.entries.length, [key])));
  const info = parseLedgerInfo(files.get('ledger.json') ?? assert.fail());
  files.set('ledger.json', formatLedgerInfo({ ...info, logKey: ledger.vkeyOf(key) }));
  return files;
}

/** The text that the entry refers to. */
function textOf(ledger: LedgerBuilder, entry: number): ContentRef {
  return contentRefs(statements(ledger)[entry] ?? assert.fail())[0] ?? assert.fail();
}

function without(files: Map<string, Uint8Array>, { digest }: ContentRef): Map<string, Uint8Array> {
  assert.ok(files.delete(contentPath(digest)));
  return files;
}

async function rotation(city: City): Promise<Said> {
  return { kind: 'log-key-rotated', logKey: city.ledger.vkeyOf(await city.ledger.actor('new log')) };
}

const attacks: readonly Attack[] = [
  {
    name: 'has somebody decide whose mandate had ended',
    code: 'mandate-ended',
    async publish(city) {
      const { ledger, registrars, mandate, mayor } = city;
      const id = await openCase(city);
      await ledger.say(
        { kind: 'mandate-ended', mandate: mandate.mayor, reason: 'dismissed' },
        registrars[0],
        registrars[2],
      );
      return force(city, decision(city, id, [mandate.mayor]), mayor);
    },
  },
  {
    name: 'has somebody decide whose mandate had run out',
    code: 'mandate-expired',
    async publish(city) {
      const id = await openCase(city);
      city.ledger.nowMs = Date.UTC(2030, 0, 1);
      return force(city, decision(city, id, [city.mandate.mayor]), city.mayor);
    },
  },
  {
    name: 'records that decision with a time at which the mandate was still in force',
    code: 'time-backwards',
    async publish(city) {
      const id = await openCase(city);
      city.ledger.nowMs = Date.UTC(2030, 0, 1);
      await openCase(city);
      city.ledger.nowMs = Date.UTC(2029, 11, 31);
      return force(city, decision(city, id, [city.mandate.mayor]), city.mayor);
    },
  },
  {
    name: 'has one decide where two must',
    code: 'signatures-too-few',
    async publish(city) {
      const id = await readyConsultation(city);
      return force(city, decision(city, id, [city.mandate.mayor]), city.mayor);
    },
  },
  {
    name: 'has one person decide for two, with two keys',
    code: 'signatures-too-few',
    async publish(city) {
      const { ledger, registrars, mandate, mayor } = city;
      const other = await ledger.actor('second key of the mayor');
      const second = await ledger.say(grant(city, 'mayor', other.keyid), registrars[0], registrars[1]);
      const id = await readyConsultation(city);
      return force(city, decision(city, id, [mandate.mayor, second]), mayor, other);
    },
  },
  {
    name: 'counts one signature twice',
    code: 'signature-repeated',
    async publish(city) {
      const { mandate, mayor } = city;
      const id = await readyConsultation(city);
      return force(city, decision(city, id, [mandate.mayor, mandate.deputy]), mayor, mayor);
    },
  },
  {
    name: 'has a thief sign with a key that was revoked',
    code: 'key-revoked',
    async publish(city) {
      const { ledger, registrars, mandate, mayor } = city;
      const id = await openCase(city);
      await ledger.say({ kind: 'key-revoked', key: mayor.keyid, reason: 'stolen' }, registrars[0], registrars[1]);
      return force(city, decision(city, id, [mandate.mayor]), mayor);
    },
  },
  {
    name: 'has a thief sign with a key that was replaced',
    code: 'key-revoked',
    async publish(city) {
      const { ledger, registrars, mandate, mayor } = city;
      const id = await openCase(city);
      const next = await ledger.actor('new key of the mayor');
      const said: Said = { kind: 'key-rotated', from: mayor.keyid, to: next.keyid };
      await ledger.say(said, registrars[0], registrars[1], mayor, next);
      return force(city, decision(city, id, [mandate.mayor]), mayor);
    },
  },
  {
    name: 'replaces a key whose holder did not sign that',
    code: 'rotation-unsigned',
    async publish(city) {
      const { ledger, registrars, mayor } = city;
      const next = await ledger.actor('key of a usurper');
      const said: Said = { kind: 'key-rotated', from: mayor.keyid, to: next.keyid };
      return force(city, said, registrars[0], registrars[1], next);
    },
  },
  {
    name: 'has an office decide that may not',
    code: 'act-not-allowed',
    async publish(city) {
      const id = await openCase(city);
      return force(city, decision(city, id, [city.mandate.parks]), city.parks);
    },
  },
  {
    name: 'has a decision pass over an input where the process forbids it',
    code: 'inputs-unaccounted',
    async publish(city) {
      const { ledger, mandate, mayor, deputy } = city;
      const id = await readyConsultation(city);
      const text = ledger.text('And mine?');
      await ledger.say({ kind: 'input-received', case: id, channel: 'web', author: 'person', text }, ledger.intakeKey);
      return force(city, decision(city, id, [mandate.mayor, mandate.deputy]), mayor, deputy);
    },
  },
  {
    name: 'decides an old case by the smaller quorum of the new rules',
    code: 'signatures-too-few',
    async publish(city) {
      const { ledger, registrars, mandate, mayor } = city;
      const id = await readyConsultation(city);
      await ledger.say(await secondVersion(city), registrars[0], registrars[1]);
      return force(city, decision(city, id, [mandate.mayor]), mayor);
    },
  },
  {
    name: 'moves the new rules to before the case, and chains everything anew',
    code: 'seen-ahead',
    async publish(city) {
      const { ledger, registrars } = city;
      const id = await readyConsultation(city);
      const index = await ledger.say(await secondVersion(city), registrars[0], registrars[1]);
      return { at: id, ledger: await rechain(city, moved(envelopes(ledger), index, id)) };
    },
  },
  {
    name: 'swaps the rules that registrars signed for others',
    code: 'signature-wrong',
    async publish(city) {
      const { ledger, registrars } = city;
      const signed = await ledger.sign(await secondVersion(city, 3), [registrars[0], registrars[1]]);
      const { statement } = openEnvelope(signed);
      const swapped = { ...statement, ...(await secondVersion(city, 1)) } as StatementOf<'process-published'>;
      return ledger.record({ ...signed, payload: base64(formatStatement(swapped)) });
    },
  },
  {
    name: 'opens a case under rules that are no longer in force',
    code: 'process-superseded',
    async publish(city) {
      const { ledger, registrars } = city;
      await ledger.say(await secondVersion(city), registrars[0], registrars[1]);
      return force(city, opening(city, 'consultation', 1), ledger.intakeKey);
    },
  },
  {
    name: 'publishes rules that only the officials signed',
    code: 'key-unknown',
    async publish(city) {
      return force(city, await secondVersion(city), city.mayor, city.deputy);
    },
  },
  {
    name: 'enrols an official by officials',
    code: 'key-unknown',
    async publish(city) {
      const friend = await city.ledger.actor('friend');
      return force(city, grant(city, 'mayor', friend.keyid, friend.person), city.mayor, city.deputy);
    },
  },
  {
    name: 'enrols an official by too few registrars',
    code: 'threshold-unmet',
    async publish(city) {
      const friend = await city.ledger.actor('friend');
      return force(city, grant(city, 'mayor', friend.keyid, friend.person), city.registrars[0]);
    },
  },
  {
    name: 'enrols an official by one registrar with two keys',
    code: 'threshold-unmet',
    async publish(city) {
      const { ledger, registrars } = city;
      const [anna, bela] = registrars;
      const [second, friend] = [await ledger.actor('second key of anna'), await ledger.actor('friend')];
      const named = [anna, bela].map(({ person, keyid }) => ({ person, key: keyid }));
      const both = [...named, { person: anna.person, key: second.keyid }];
      await ledger.say({ kind: 'registrars-changed', registrars: both, threshold: 2 }, anna, bela);
      return force(city, grant(city, 'mayor', friend.keyid, friend.person), anna, second);
    },
  },
  {
    name: 'dates a mandate back to before the act that it is meant to cover',
    code: 'mandate-unknown',
    async publish(city) {
      const { ledger, registrars } = city;
      const id = await openCase(city);
      const friend = await ledger.actor('friend');
      const acted = await force(city, decision(city, id, [ledger.entries.length + 1]), friend);
      await ledger.say(grant(city, 'mayor', friend.keyid, friend.person), registrars[0], registrars[1]);
      return acted;
    },
  },
  {
    name: 'moves a mandate to before that act, and chains everything anew',
    code: 'seen-ahead',
    async publish(city) {
      const { ledger, registrars } = city;
      const friend = await ledger.actor('friend');
      const id = await openCase(city);
      await openCase(city);
      const granted = await ledger.say(grant(city, 'mayor', friend.keyid, friend.person), registrars[0], registrars[1]);
      return { at: id, ledger: await rechain(city, moved(envelopes(ledger), granted, id)) };
    },
  },
  {
    name: 'records what an official said in sight of another history',
    code: 'seen-unknown',
    async publish(city) {
      const { ledger, mandate, parks } = city;
      const id = await openCase(city);
      const elsewhere = await openCity();
      await openCase(elsewhere, 'consultation');
      const text = ledger.text('We agree.');
      const seen = elsewhere.ledger.seen();
      return force(city, { kind: 'response', by: [mandate.parks], case: id, text, seen }, parks);
    },
  },
  {
    name: 'records what an official said for another ledger',
    code: 'origin-foreign',
    async publish(city) {
      const { ledger, mandate, parks } = city;
      const id = await openCase(city);
      const text = ledger.text('We agree.');
      const origin = 'ledger.example.org/elsewhere';
      return force(city, { kind: 'response', by: [mandate.parks], case: id, text, origin }, parks);
    },
  },
  {
    name: 'records an old statement a second time',
    code: 'statement-repeated',
    async publish(city) {
      const { ledger, registrars, mandate } = city;
      const friend = await ledger.actor('friend');
      const granted = await ledger.say(grant(city, 'mayor', friend.keyid, friend.person), registrars[0], registrars[1]);
      const ended: Said = { kind: 'mandate-ended', mandate: granted, reason: 'dismissed' };
      await ledger.say(ended, registrars[0], registrars[1]);
      assert.ok(mandate.mayor < granted);
      return ledger.record(envelopes(ledger)[granted] ?? assert.fail());
    },
  },
  {
    name: 'uses a passkey signature that was made on another page',
    code: 'signature-origin',
    async publish(city) {
      const { ledger, registrars } = city;
      const honest = await webauthnSigner('webauthn-es256', 'passkey');
      const lured = await webauthnSigner('webauthn-es256', 'passkey', { origin: 'https://lottery.example' });
      const granted = await ledger.say(grant(city, 'mayor', honest.keyid), registrars[0], registrars[1]);
      const id = await openCase(city);
      return force(city, decision(city, id, [granted]), lured);
    },
  },
  {
    name: 'uses an SSH signature that was made for another ledger',
    code: 'signature-namespace',
    async publish(city) {
      const { ledger, registrars } = city;
      const honest = await sshSigner('ssh');
      const elsewhere = { payloadType: PAYLOAD_TYPE, origin: 'ledger.example.org/elsewhere' };
      const lured = await sshSigner('ssh', { namespace: sshsigNamespace(elsewhere) });
      const granted = await ledger.say(grant(city, 'mayor', honest.keyid), registrars[0], registrars[1]);
      const id = await openCase(city);
      return force(city, decision(city, id, [granted]), lured);
    },
  },
  {
    name: 'takes an input in the name of an official',
    code: 'mandate-key',
    async publish(city) {
      const { ledger, mandate } = city;
      return force(city, { ...opening(city, 'service-request'), by: [mandate.clerk] } as Said, ledger.intakeKey);
    },
  },
  {
    name: 'puts two inputs in another order, and chains everything anew',
    code: 'seen-unknown',
    async publish(city) {
      const { ledger, mandate, clerk } = city;
      const first = await openCase(city);
      const second = await openCase(city, 'consultation');
      const official = await ledger.say({ kind: 'acknowledgement', by: [mandate.clerk], case: second }, clerk);
      return { at: official, ledger: await rechain(city, moved(envelopes(ledger), second, first)) };
    },
  },
  {
    name: 'drops an input, and chains everything anew',
    code: 'seen-ahead',
    async publish(city) {
      const { ledger, mandate, clerk } = city;
      const first = await openCase(city);
      const second = await openCase(city);
      const official = await ledger.say({ kind: 'acknowledgement', by: [mandate.clerk], case: first }, clerk);
      return { at: official - 1, ledger: await rechain(city, envelopes(ledger).toSpliced(second, 1)) };
    },
  },
  {
    name: 'drops the newest entries, which the reader had seen',
    code: 'history-shortened',
    async publish(city) {
      const { ledger } = city;
      const size = await openCase(city);
      return { at: 'checkpoint', before: await ledger.files(), files: await ledger.files(size) };
    },
  },
  {
    name: 'tells another history of the same length than the reader had seen',
    code: 'history-rewritten',
    async publish(city) {
      const { ledger } = city;
      const first = await openCase(city);
      const second = await openCase(city, 'consultation');
      const before = await ledger.files();
      return { at: 'checkpoint', before, ledger: await rechain(city, moved(envelopes(ledger), second, first)) };
    },
  },
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

describe('a hostile operator', { concurrency: 2 }, () => {
  for (const { name, code, publish } of attacks) {
    test(name, async (t) => {
      const city = await openCity();
      const result = await publish(city);
      const {
        at,
        ledger = city.ledger,
        also,
        files,
        before,
        args = [],
      } = typeof result === 'number' ? { at: result } : result;
      const folder = await temporaryFolder(t);
      const memory = await temporaryFolder(t);
      if (before !== undefined) {
        await writeRecord(folder, before);
        const first = await runCommandLine('verify', [folder, '--memory', memory], {});
        assert.equal(first.code, 0, first.stdout + first.stderr);
      }
      await writeRecord(folder, files ?? (await ledger.files()));
      const {
        code: exit,
        verdict,
        stdout,
        stderr,
      } = await runCommandLine('verify', [folder, '--memory', memory, ...args], {});
      assert.equal(exit, 1, stdout + stderr);
      const place = typeof at === 'number' ? `entry ${at}` : at;
      const [named = '', said] = verdict.split(': ');
      // With the place, what the entry is: "entry 13, a decision in case 11".
      assert.match(named, new RegExp(`^Wrong at ${place}(, an? .+|, the .+)?$`), stdout);
      assert.equal(said, sentences[code].sentence, stdout);
      if (also !== undefined) assert.ok(stdout.replaceAll(/\n +/g, ' ').includes(sentences[also].sentence), stdout);
      assert.doesNotMatch(stdout, /[0-9a-f]{16}/, 'hexadecimal is for nobody');
    });
  }

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

  test('every history is in order up to the act that is found', async (t) => {
    const folder = await temporaryFolder(t);
    const city = await openCity();
    await readyConsultation(city);
    await writeRecord(folder, await city.ledger.files());
    const { code, stdout } = await runCommandLine('verify', [folder, '--no-memory'], {});
    assert.equal(code, 0, stdout);
  });
});
