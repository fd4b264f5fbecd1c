/**
 * The form's script: before anything leaves the device it points at what may tell who somebody is, and does the work that the
 * service asks for when much is sent. Without it the form works all the same; whatever fails here sends the form as it is.
 */
import { keepNewCode } from '../follow/kept-code.ts';
import { setField } from './fields.ts';
import { askOnce, watchText } from './hints.ts';
import { fetchChallenge, workOn } from './working.ts';

for (const form of document.querySelectorAll<HTMLFormElement>('form#say')) watch(form);

function watch(form: HTMLFormElement): void {
  watchText(form);
  let isSending = false;
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    // Sent twice it would be recorded twice.
    if (isSending || askOnce(form)) return;
    isSending = true;
    void send(form);
  });
  // Somebody came back to a page that the browser had kept.
  window.addEventListener('pageshow', (event) => {
    if (event.persisted) location.reload();
  });
}

async function send(form: HTMLFormElement): Promise<void> {
  try {
    const text = new FormData(form).get('text');
    const challenge = typeof text === 'string' && text.trim() !== '' ? await fetchChallenge() : undefined;
    if (challenge !== undefined) setField(form, 'work', await workOn(challenge, form));
    // Made here and kept in this tab: the service gets the key that follows from it, and never the code. SPEC M65.
    const keyid = keepNewCode();
    if (keyid !== undefined) setField(form, 'follow', keyid);
  } catch (error) {
    // The server says what it needs, and the text comes back.
    console.warn(error);
  }
  form.submit();
}
