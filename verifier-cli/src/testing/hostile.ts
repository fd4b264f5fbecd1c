/**
 * What a hostile operator could record who holds the log key, the intake key and the database, but makes nobody else sign: the means
 * that the attacks have in common, and what each of them must lead to.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseEntry } from '@counterfoil/ledger/entry';
import { auditRules } from '@counterfoil/ledger/audit/findings';
import type { AuditCode } from '@counterfoil/ledger/audit';
import { contentPath } from '@counterfoil/ledger/audit/source';
import { type ContentRef } from '@counterfoil/ledger/content';
import type { Envelope } from '@counterfoil/ledger/envelope';
import { rules } from '@counterfoil/ledger/rules';
import type { Signer } from '@counterfoil/ledger/signature';
import { contentRefs, openEnvelope, type Statement } from '@counterfoil/ledger/statement';
import { LedgerBuilder, type Said } from '@counterfoil/ledger/testing/builder';
import { openCity, type City } from '@counterfoil/ledger/testing/city';
import { formatLedgerInfo, parseLedgerInfo } from '@counterfoil/ledger/ledger-info';
import { runCommandLine } from './run-command.ts';
import { temporaryFolder, writeRecord } from './record-folder.ts';

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

export interface Attack {
  /** "The operator …" */
  readonly name: string;
  readonly code: AuditCode;
  readonly publish: (city: City) => Promise<number | Published>;
}

/** Records without asking the rulebook. */
export async function force({ ledger }: City, said: Said, ...signers: readonly Signer[]): Promise<number> {
  return ledger.record(await ledger.sign(said, signers));
}

export function opening({ ledger }: City, process: string, version = 1): Said {
  const text = ledger.text(`A wish, number ${ledger.entries.length}.`);
  return { kind: 'input-received', process: { id: process, version }, channel: 'web', author: 'person', text };
}

export async function openCase(city: City, process = 'service-request'): Promise<number> {
  return city.ledger.say(opening(city, process), city.ledger.intakeKey);
}

/** A consultation whose inputs are all accounted for: it wants two signatures. */
export async function readyConsultation(city: City): Promise<number> {
  const { ledger, parks, mandate } = city;
  const id = await openCase(city, 'consultation');
  const reason = ledger.text('It is part of the plan.');
  const items = [{ code: 'adopted', inputs: [id], reason }];
  await ledger.say({ kind: 'dispositions', by: [mandate.parks], case: id, items }, parks);
  return id;
}

export function decision({ ledger }: City, id: number, by: readonly number[]): Said {
  const text = ledger.text('So be it.');
  const common = { outcome: 'granted', basis: 'By-law 4', algorithms: 'none', data: 'none' } as const;
  return { kind: 'decision', by: [...by], case: id, ...common, text };
}

export function grant(city: City, office: string, key: string, person = city.mayor.person): Said {
  return { kind: 'mandate-granted', office, person, key, from: '2026-01-01T00:00:00.000Z' };
}

/** The consultation with one signature instead of two, as its second version. */
export async function secondVersion(city: City, signatures = 1): Promise<Said> {
  const published = statements(city.ledger).findLast((said) => said.kind === 'process-published');
  assert.ok(published?.kind === 'process-published' && published.process === 'consultation');
  const { at: _at, seen: _seen, acts, ...rest } = published;
  return { ...rest, version: 2, acts: { ...acts, decision: { offices: ['mayor'], signatures } } };
}

function statements(ledger: LedgerBuilder): Statement[] {
  return envelopes(ledger).map((envelope) => openEnvelope(envelope).statement);
}

export function envelopes(ledger: LedgerBuilder): Envelope[] {
  return ledger.entries.map((bytes) => parseEntry(bytes).envelope);
}

/** The history told again in another order; what the intake key signed is signed anew, officials cannot be made to. */
export async function rechain({ ledger }: City, told: readonly Envelope[]): Promise<LedgerBuilder> {
  const other = await LedgerBuilder.create();
  for (const [digest, content] of ledger.contents) other.contents.set(digest, content);
  for (const envelope of told) {
    const { statement } = openEnvelope(envelope);
    if (statement.kind !== 'input-received') other.record(envelope);
    else other.record(await other.sign({ ...statement, seen: other.seen() }, [other.intakeKey]));
  }
  return other;
}

export function moved<Value>(list: readonly Value[], from: number, to: number): Value[] {
  const rest = list.toSpliced(from, 1);
  return rest.toSpliced(to, 0, list[from] as Value);
}

/** The checkpoint signed by another key, which ledger.json names. */
export async function signedBy(city: City, name: string): Promise<Map<string, Uint8Array>> {
  const { ledger } = city;
  const key = await ledger.actor(name);
  const files = await ledger.files();
  files.set('checkpoint', new TextEncoder().encode(await ledger.checkpoint(ledger.entries.length, [key])));
  const info = parseLedgerInfo(files.get('ledger.json') ?? assert.fail());
  files.set('ledger.json', formatLedgerInfo({ ...info, logKey: ledger.vkeyOf(key) }));
  return files;
}

/** The text that the entry refers to. */
export function textOf(ledger: LedgerBuilder, entry: number): ContentRef {
  return contentRefs(statements(ledger)[entry] ?? assert.fail())[0] ?? assert.fail();
}

export function without(files: Map<string, Uint8Array>, { digest }: ContentRef): Map<string, Uint8Array> {
  assert.ok(files.delete(contentPath(digest)));
  return files;
}

export async function rotation(city: City): Promise<Said> {
  return { kind: 'log-key-rotated', logKey: city.ledger.vkeyOf(await city.ledger.actor('new log')) };
}

/** "entry 13, an acknowledgement, case 12, field seen, recorded 5 January 2026, 08:00 UTC Its author …" */
function findingAt(place: string, sentence: string): RegExp {
  return new RegExp(` ${place}, [^:.]*:\\d\\d UTC ${RegExp.escape(sentence)}`);
}

/** Every history is told with valid hashes and checkpoints, and the command finds the entry and the rule. */
export function testAttacks(attacks: readonly Attack[]): void {
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
      const said = stdout.replaceAll(/\n +/g, ' ');
      const place = typeof at === 'number' ? `entry ${at}` : at;
      // With the place, what the entry is: "RULE BROKEN: entry 13, a decision on case 11 of 3 May 2026: …".
      assert.match(verdict, new RegExp(`^[A-Z ]+: (?:.* )?${place}\\b`), stdout);
      // What an author saw instead is told by the entry that is not what it was; the finding itself stands below, under the author's.
      if (verdict.includes(' had seen there.')) assert.match(said, findingAt(place, sentences[code].sentence), stdout);
      else assert.ok(verdict.includes(sentences[code].sentence), stdout);
      if (also !== undefined) assert.ok(said.includes(sentences[also].sentence), stdout);
      assert.doesNotMatch(stdout, /[0-9a-f]{16}/, 'hexadecimal is for nobody');
    });
  }
}
