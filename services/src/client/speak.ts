/** What an official says in a case: under which mandates, with whose signatures, and what still is missing. */
import type { Said } from '@counterfoil/ledger/compose';
import { stagedKinds } from '@counterfoil/ledger/statements/process';
import type { CaseKind } from '@counterfoil/ledger/statements/rights';
import type { CaseFile } from './case-file.ts';
import { CannotStart, type ExitCode } from './command.ts';
import type { Desk } from './desk.ts';
import { chooseMandates, missingSigners, type Signing } from './holdings.ts';
import type { Hand } from './hands.ts';
import { count, wrap } from './layout.ts';
import { readNames } from './names.ts';
import { describeSaid } from './preview.ts';
import { agree, record, recordedSentence } from './say.ts';
import { handToTray } from './waiting.ts';

export interface Speech {
  readonly desk: Desk;
  readonly file: Pick<CaseFile, 'id' | 'rules' | 'version' | 'stage'>;
  readonly kind: CaseKind;
  /** Of the statement, without kind, case and mandates. */
  readonly fields: Readonly<Record<string, unknown>>;
  /** Entries that granted the mandates of those who are to add their signatures. */
  readonly others: readonly number[];
  readonly warnings?: readonly string[];
}

/** Shows, asks, signs, records; or leaves it for others to sign where more signatures are needed. */
export function speak(speech: Speech): Promise<ExitCode> {
  return speakEach(speech, [speech.fields]);
}

/** The same for several statements of one kind, agreed to together. @param each fields of each of them */
export async function speakEach(speech: Omit<Speech, 'fields'>, each: readonly Speech['fields'][]): Promise<ExitCode> {
  const { desk, file, kind, warnings = [] } = speech;
  const signing = await chooseSigners(speech, desk.hands);
  const saids = each.map((fields) => saidOf({ ...speech, fields }, signing));
  const names = await readNames(desk, file.rules, [...signing.by, ...saids.flatMap(mandatesNamed)]);
  const waits = signing.hands.length < signing.by.length;
  const more = waits ? [waitingWarning(signing)] : [];
  const preview = saids.map((said) => describeSaid(said, names)).join('\n\n');
  const agreed = await agree(desk, { saids, hands: signing.hands, preview, warnings: [...warnings, ...more] });
  if (agreed === undefined) return 0;
  if (waits) return handToTray(desk, agreed);
  for (const recorded of await record(desk, agreed)) process.stdout.write(`${recordedSentence(desk, recorded)}\n`);
  if (kind === 'decision') process.stdout.write(`Case ${file.id} is decided.\n`);
  return 0;
}

export function waitingWarning({ by, hands }: Signing): string {
  const here = hands.length === 1 ? 'one is' : `${hands.length} are`;
  return `It takes ${count(by.length, 'signature')}, and ${here} here: it waits in the tray, where nobody but those who may sign sees it, and is recorded when the last of them has signed.`;
}

/** @throws CannotStart where more people have to sign than are named */
export async function chooseSigners(
  { desk, file, kind, others }: Omit<Speech, 'fields'>,
  hands: readonly Hand[],
): Promise<Signing> {
  const act = file.rules.acts[kind];
  if (act === undefined)
    throw new CannotStart(
      `The rules of case ${file.id} ("${file.rules.title}", version ${file.version}) let nobody sign "${kind}".`,
    );
  requireStage(file, kind);
  const signing = await chooseMandates(desk, kind, { rules: file.rules, others, hands });
  const { missing, askable } = await missingSigners(desk, act, signing.by);
  if (missing === 0) return signing;
  const names = await readNames(
    desk,
    file.rules,
    askable.map(({ entry }) => entry),
  );
  const people = askable.map(({ entry }) => `  --with ${entry}  ${names.mandate(entry)}`).join('\n');
  throw new CannotStart(
    `${wrap(`This takes ${count(missing, 'signature')} more. Name who is going to sign as well, and it waits for them in the tray; or name their keys too, where they are here.`)}\n${people === '' ? '  Nobody else holds an office that may.' : people}`,
  );
}

/** Said here before anybody is asked for a passphrase; the rulebook refuses it anyway. */
function requireStage({ id, rules, stage }: Speech['file'], kind: CaseKind): void {
  const at = rules.stages?.find(({ code }) => code === stage);
  if (at === undefined || !stagedKinds.some((staged) => staged === kind)) return;
  const admits: readonly CaseKind[] = at.admits;
  if (!admits.includes(kind))
    throw new CannotStart(
      `Case ${id} is at the stage "${at.title}", which does not take this. "stage ${id}" opens the next one.`,
    );
}

export function saidOf({ file, kind, fields }: Speech, { by }: Signing): Said {
  return { kind, by: [...by], case: file.id, ...fields } as unknown as Said;
}

function mandatesNamed(said: Said): number[] {
  return said.kind === 'decision' && said.review !== undefined ? [said.review.reviewer] : [];
}
