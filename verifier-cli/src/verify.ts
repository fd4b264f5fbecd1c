/**
 * Checks a ledger from its public files alone, trusting nobody who runs it:
 *
 *     npm run verify -- https://ledger.example.org
 *
 * or a file that somebody kept, without asking anybody: `npm run verify -- receipt <file>`, `promise <file>`, `complaint <file>`.
 *
 * Exit code 0: verified. 1: something is wrong. 2: it could not be checked.
 */
import * as crypto from 'node:crypto';
import { parseArgs } from 'node:util';
import type { AuditResult, Level, Source } from '@counterfoil/ledger/audit';
import { levels, looksAt } from '@counterfoil/ledger/audit/level';
import { CHECKPOINT_PATH, MAX_FILE_BYTES } from '@counterfoil/ledger/audit/source';
import { nodePlatform } from '@counterfoil/ledger/platform-node';
import { createVerifier } from '@counterfoil/ledger/signature';
import { isWebAddress, openAddress } from './address.ts';
import { auditOnDisk, type Audited } from './audit-on-disk.ts';
import type { KeyGiver } from './belief.ts';
import { CannotWrite, writing } from './cannot-write.ts';
import { verifyCheckpoint } from './checkpoint-command.ts';
import { verifyComplaint } from './complaint-command.ts';
import { checkEvidence } from './evidence-command.ts';
import { keepEvidence } from './evidence-file.ts';
import { parseKey } from './file-arguments.ts';
import { defaultMemoryFolder, folderMemory, type Memory } from './memory.ts';
import { logKeyFor, parsePostQuantumKey, readPolicy } from './policy.ts';
import { asOlderCopy } from './older-copy.ts';
import { parseReadingOptions, READING_OPTIONS } from './reading-options.ts';
import { verifyPromise } from './promise-command.ts';
import { verifyReceipt } from './receipt-command.ts';
import { rememberedEvidence } from './remembered-evidence.ts';
import { formatJson, formatReport, type MemoryOutcome } from './report.ts';
import { resolvePath, runCommand } from './command.ts';
import { StraySearch } from './strays.ts';
import { styleOf } from './style.ts';
import { UsageError } from './usage-error.ts';
import { kindOfFile } from './verify-file.ts';

export const verifyUsage = `Checks a ledger: every entry, signature, rule and text, and whether it has changed since the last visit.

  npm run verify -- <address or folder> [options]

  --key <key>        the log key, got elsewhere than from this address
  --policy <file>    whom you believe: log keys, witnesses, and how many of them have to have cosigned (C2SP tlog-policy)
  --post-quantum-key <key>
                     the log's ML-DSA-44 key: the checkpoint then has to bear its signature too
  --memory <folder>  where to keep what was seen (default: ${defaultMemoryFolder(process.env)})
  --no-memory        compare with nothing, keep nothing
  --all              look at everything: of a large ledger that was verified before, only what is new is read otherwise
  --level <level>    how far to look: structure (every byte against what the log signed), signatures (also those of all statements), rules (also the rulebook, replayed) or all (also texts and files; that is what happens without this)
  --no-texts         the same as --level rules: for a copy that keeps no texts and files
  --timeout <s>      the longest to wait for one file, in seconds (default: 20)
  --give-up-after <s>
                     the longest to wait for everything together (default: five minutes, and 20 seconds more for every thousand entries that were checked)
  --json             the answer for programs

Checks a receipt, a promise, or what somebody shows against a record, from the file alone:

  npm run verify -- receipt <file> [options]
  npm run verify -- promise <file> [options]
  npm run verify -- complaint <file> [options]

  --key <key>          a log key, got elsewhere than with the file; give several where it was replaced
  --against <address>  compare with the record there, or with a folder that holds a copy of it
  --file <file>        with a receipt: whether this picture or document is the one that was recorded
  --policy <file>      with a receipt: whom you believe, as above
  --complaint <file>   with a receipt or promise: where to write what shows others that the record does not hold it
  --renew <file>       with a receipt: where to write it anew, under the newest checkpoint of the record
  --timeout, --give-up-after, --json
                       as above

Checks any such file, evidence that a log has two histories, or a signed checkpoint: by what is in it.

  npm run verify -- <file> [options]

  --key <key>          as above; with a checkpoint also the key of a witness
  --policy <file>      with a checkpoint: whose signatures it has to bear

Exit code 0: verified. 1: something is wrong. 2: it could not be checked. (A complaint, or evidence, is verified when it proves what it says.)
`;

const EXIT_CODES = { verified: 0, wrong: 1, unchecked: 2 } as const;

/** What else can be checked; the first three also by their names, so a folder of that name is called ./receipt. */
const FILES = {
  receipt: verifyReceipt,
  promise: verifyPromise,
  complaint: verifyComplaint,
  evidence: checkEvidence,
  checkpoint: verifyCheckpoint,
} as const;

/** Gives the exit code. @throws UsageError */
export async function verify(argv: readonly string[]): Promise<number> {
  const [first = '', ...rest] = argv;
  if (first === 'receipt' || first === 'promise' || first === 'complaint')
    return FILES[first](rest, createVerifier(nodePlatform(crypto)));
  const file = kindOfFile(argv);
  if (file !== undefined) return FILES[file](argv, createVerifier(nodePlatform(crypto)));
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      key: { type: 'string' },
      policy: { type: 'string' },
      'post-quantum-key': { type: 'string' },
      memory: { type: 'string' },
      'no-memory': { type: 'boolean', default: false },
      all: { type: 'boolean', default: false },
      ...READING_OPTIONS,
      level: { type: 'string' },
      'no-texts': { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
  });
  const [address, ...more] = positionals;
  if (address === undefined || more.length > 0) throw new UsageError('Give one address or folder.');
  const level = levelOption(values.level, values['no-texts']);
  const { timeoutMs, limit } = parseReadingOptions(values);
  const opened = openAddress(address, { timeoutMs, limit });
  const strays = isWebAddress(address) ? undefined : new StraySearch(resolvePath(address), opened);
  const source = strays ?? opened;
  const policy = values.policy === undefined ? undefined : readPolicy(values.policy);
  const quantumKey = values['post-quantum-key'];
  const postQuantumKey = quantumKey === undefined ? undefined : parsePostQuantumKey(quantumKey);
  const pinnedKey = values.key === undefined ? policy && (await logKeyFor(policy, source)) : parseKey(values.key);
  const memory = values['no-memory']
    ? undefined
    : folderMemory(values.memory === undefined ? defaultMemoryFolder(process.env) : resolvePath(values.memory));

  const begun = performance.now();
  const order = {
    address,
    timeoutMs,
    limit,
    level,
    source,
    pinnedKey,
    policy,
    postQuantumKey,
    memory,
    all: values.all,
  };
  let audited = await auditOnDisk(order);
  if (await mayHaveGrown(audited.result, source)) {
    audited.close();
    audited = await auditOnDisk(order);
  }
  if (!isWebAddress(address)) audited = { ...audited, result: asOlderCopy(audited.result) };
  const { result, resumed } = audited;
  const seconds = (performance.now() - begun) / 1000;

  const keyGiver: KeyGiver | undefined =
    values.key !== undefined ? 'option' : policy === undefined ? undefined : 'policy';
  const circumstances = {
    address,
    keyGiver,
    seconds,
    resumed,
    strays: strays?.find(result, looksAt(level, 'all') && resumed === undefined),
    memory: memory && (await keep(audited, { address, source, memory })),
  };
  audited.close();
  process.stdout.write(
    values.json
      ? formatJson(result, circumstances)
      : formatReport(result, circumstances, styleOf(process.stdout, process.env)),
  );
  return EXIT_CODES[result.verdict];
}

/** @throws UsageError */
function levelOption(text: string | undefined, withoutTexts: boolean): Level {
  const level = text === undefined ? undefined : levels.find((one) => one === text);
  if (text !== undefined && level === undefined) throw new UsageError(`--level takes one of ${levels.join(', ')}.`);
  if (withoutTexts && level === 'all')
    throw new UsageError('--no-texts leaves out what --level all looks at: give one.');
  return level ?? (withoutTexts ? 'rules' : 'all');
}

/** A text can be taken out of view while its record is being read: the entry that says so is under a newer checkpoint then. */
export async function mayHaveGrown({ counts, codes, held }: AuditResult, source: Source): Promise<boolean> {
  if (counts.failure === 0 || counts.failure !== codes.get('content-missing')) return false;
  const note = await source.read(CHECKPOINT_PATH, MAX_FILE_BYTES.checkpoint).catch(() => undefined);
  return note !== undefined && held !== undefined && new TextDecoder().decode(note) !== held.note;
}

async function keep(
  audited: Audited,
  shown: { readonly address: string; readonly source: Source; readonly memory: Memory },
): Promise<MemoryOutcome> {
  const { result, anew } = audited;
  const { verdict, held } = result;
  const { memory } = shown;
  const { folder } = memory;
  if (held === undefined) return { folder, kept: 'there is no checkpoint to keep.' };
  if (verdict === 'wrong') return { folder, kept: 'it is wrong.', ...(await evidenceAgainst(result, shown)) };
  if (!held.extendsRemembered) return { folder, kept: 'what was seen before is kept instead.' };
  try {
    const advice = 'Give another folder with --memory.';
    await writing({ what: 'what was seen', file: folder, advice }, () => memory.remember(held.origin, held.note));
    // Last: what a later visit goes on from is nothing without the checkpoint.
    const unkept = await audited.keep();
    return { folder, kept: true, ...(anew === undefined ? {} : { anew }), ...(unkept === undefined ? {} : { unkept }) };
  } catch (error) {
    if (error instanceof CannotWrite) return { folder, kept: error.message };
    return { folder, kept: `${error instanceof Error ? error.message : String(error)}.` };
  }
}

async function evidenceAgainst(
  result: AuditResult,
  shown: Parameters<typeof rememberedEvidence>[1],
): Promise<Pick<MemoryOutcome, 'evidence'>> {
  const evidence = await rememberedEvidence(result, shown, createVerifier(nodePlatform(crypto)));
  const written = evidence && (await keepEvidence(shown.memory.folder, evidence));
  return written?.file == null ? {} : { evidence: written.file };
}

if (import.meta.main) await runCommand(verifyUsage, 'verify', verify);
