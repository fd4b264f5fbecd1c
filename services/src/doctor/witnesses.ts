/** Whether enough witnesses sign along, by the checkpoint that readers get. SPEC 3.2. */
import * as crypto from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { FormatError } from '@counterfoil/ledger/error';
import { parseNote } from '@counterfoil/ledger/note';
import { nodePlatform } from '@counterfoil/ledger/platform-node';
import { judgeWitnesses, parsePolicy, type Policy } from '@counterfoil/ledger/policy';
import { createVerifier } from '@counterfoil/ledger/signature';
import { look, ok, wrong, type Finding } from './finding.ts';

/** @param checkpoint the note that the service serves, where it was asked. */
export async function checkWitnesses(file: string | undefined, checkpoint: Uint8Array | undefined): Promise<Finding[]> {
  if (file === undefined)
    return [
      look(
        'Nobody independent signs along: only comparing checkpoints would show that two people get different records.',
        'Find witnesses and set COUNTERFOIL_WITNESS_POLICY: services/README.md, "Witnesses".',
      ),
    ];
  let policy: Policy;
  try {
    policy = parsePolicy(await readFile(file));
  } catch (error) {
    const why = error instanceof FormatError ? error.message : 'It cannot be read.';
    return [wrong(`The witness policy ${file} cannot be used. ${why}`, 'Correct it: services/README.md, "Witnesses".')];
  }
  if (checkpoint === undefined) return [ok(`The witness policy names ${policy.witnesses.length} witnesses.`)];
  const verifier = createVerifier(nodePlatform(crypto));
  const { reached, cosigned } = await judgeWitnesses(policy, parseNote(checkpoint), (...signed) =>
    verifier.verify(...signed),
  );
  const who = cosigned.map(({ name }) => name);
  const absent = policy.witnesses.map(({ name }) => name).filter((name) => !who.includes(name));
  if (!reached)
    return [
      wrong(
        `Too few witnesses have cosigned what readers get; missing: ${absent.join(', ')}.`,
        'The log of the service says what they answer. Ask those who run them.',
      ),
    ];
  return absent.length === 0
    ? [ok(`All witnesses have cosigned: ${who.join(', ')}.`)]
    : [look(`Enough witnesses have cosigned; missing: ${absent.join(', ')}.`, 'Tell those who run them, if it stays.')];
}
