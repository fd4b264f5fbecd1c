/**
 * Signing with `ssh-keygen` on the official's own machine: the desk hands over the exact bytes and the command, and takes the
 * armoured signature back.
 */
import { FormatError } from '@counterfoil/ledger/error';
import { fingerprint } from '@counterfoil/ledger/fingerprint';
import type { SignedMessage } from '@counterfoil/ledger/signature';
import { parseArmoredSshsig, sshsigNamespace } from '@counterfoil/ledger/sshsig';
import { PAYLOAD_TYPE } from '@counterfoil/ledger/statement';
import { button, code, command, paragraph } from './components.ts';
import { wordsControl } from './controls.ts';
import { DeskProblem } from './desk-problem.ts';
import { el } from './dom.ts';
import { language } from './language.ts';

const FILE = 'counterfoil-to-sign';

/** Resolves with the blob of the signature; whether it holds is for the verifier to say. @throws DeskProblem `signature-unmade` when given up. */
export function askSshSignature(signed: SignedMessage): Promise<Uint8Array> {
  const address = URL.createObjectURL(
    new Blob([Uint8Array.from(signed.message)], { type: 'application/octet-stream' }),
  );
  const pasted = wordsControl({
    label: language.phrase('desk-ssh-paste'),
    hint: language.phrase('desk-ssh-paste-hint'),
    rows: 7,
    isCode: true,
  });
  const dialog = el('dialog', { class: 'cf-dialog', 'aria-labelledby': 'ssh-title' });
  return new Promise<Uint8Array>((resolve, reject) => {
    const close = (): void => {
      URL.revokeObjectURL(address);
      dialog.close();
      dialog.remove();
    };
    const take = (): void => {
      try {
        const blob = parseArmoredSshsig(`${pasted.input.value.trim()}\n`);
        close();
        resolve(blob);
      } catch (error) {
        if (!(error instanceof FormatError)) throw error;
        pasted.complain(language.phrase('desk-ssh-not-armoured'));
        pasted.input.focus();
      }
    };
    const giveUp = (): void => {
      close();
      reject(new DeskProblem('signature-unmade', language.phrase('desk-ssh-given-up')));
    };
    // Escape on the keyboard.
    dialog.addEventListener('cancel', (event) => {
      event.preventDefault();
      giveUp();
    });
    dialog.append(
      el('h2', { class: 'govuk-heading-l', id: 'ssh-title' }, language.phrase('desk-ssh-title')),
      paragraph(language.phrase(signed.payloadType === PAYLOAD_TYPE ? 'desk-ssh-statement' : 'desk-ssh-pass')),
      paragraph(language.parts('desk-ssh-fingerprint', { fingerprint: code(fingerprint(signed)) }, {})),
      paragraph(language.phrase('desk-ssh-first')),
      el(
        'a',
        { class: 'govuk-button govuk-button--secondary', href: address, download: FILE },
        language.phrase('desk-ssh-download'),
      ),
      paragraph(language.phrase('desk-ssh-second')),
      command(`ssh-keygen -Y sign -f ~/.ssh/id_ed25519 -n '${sshsigNamespace(signed)}' ${FILE}`),
      paragraph(language.phrase('desk-ssh-third', { file: `${FILE}.sig` })),
      pasted.element,
      el(
        'div',
        { class: 'cf-actions' },
        button(language.phrase('desk-ssh-take'), take),
        button(language.phrase('desk-ssh-give-up'), giveUp, { secondary: true }),
      ),
    );
    document.body.append(dialog);
    dialog.showModal();
  });
}
