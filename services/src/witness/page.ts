/** What a witness says for people: what it is, what it has seen, and the key to copy. */
import type { Identity, WatchedLog } from './identity.ts';
import { originHash, type WitnessStore } from './store.ts';

export function witnessPage({ name, logs, keys }: Identity, store: WitnessStore): string {
  const [ed25519, mlDsa] = keys;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Witness ${escape(name)}</title>
<style>
:root { color-scheme: light dark; }
body { font: 1.0625rem/1.6 system-ui, sans-serif; max-width: 42rem; margin: 0 auto; padding: 1.5rem 1rem 3rem; }
h1 { font-size: 1.75rem; line-height: 1.25; overflow-wrap: anywhere; }
h2 { font-size: 1.25rem; margin-top: 2.25rem; overflow-wrap: anywhere; }
dt { font-weight: 600; margin-top: .75rem; }
dd { margin: 0; overflow-wrap: anywhere; }
pre { font-size: .875rem; white-space: pre-wrap; overflow-wrap: anywhere; padding: .75rem; border: 1px solid; border-radius: .25rem; }
summary { min-height: 1.6rem; }
.alarm { border-left: .375rem solid #b10e1e; padding-left: .75rem; }
</style>
</head>
<body>
<main>
<h1>Witness ${escape(name)}</h1>
<p>Whoever keeps a public record could show different records to different people. This witness makes that hard: it remembers the newest state of each record below, and puts its signature only under a newer one that contains, unchanged, everything that was there before. It does not read what the record says, and vouches for none of it.</p>
<p>Somebody who is shown a record with this signature knows that the witness was shown the same one.</p>
${logs.length === 0 ? '<p>No record is being watched yet.</p>' : logs.map((log) => logSection(log, store)).join('\n')}
<h2>The key of this witness</h2>
<p>Put one of the two into a policy, together with the keys of other witnesses: the second one only where programs know ML-DSA-44. Compare it with what the people who run this witness tell you elsewhere.</p>
<pre>${escape(ed25519?.vkey ?? '')}</pre>
<details><summary>The same witness by ML-DSA-44, which computers to come will not be able to forge</summary>
<pre>${escape(mlDsa?.vkey ?? '')}</pre>
</details>
</main>
</body>
</html>
`;
}

function logSection({ origin, keys, keyFrom, address }: WatchedLog, store: WitnessStore): string {
  const cosigned = store.cosigned(origin);
  const twoHistories = store.refused(origin, 'two-histories');
  const unproved = store.refused(origin, 'unproved');
  const seen =
    cosigned === undefined
      ? 'Nothing yet: the record has not asked for a signature.'
      : `<a href="/${originHash(origin)}/checkpoint">${cosigned.size.toLocaleString('en')} entries</a>, on ${timeOf(cosigned.timestamp)}`;
  const from =
    keyFrom === 'given'
      ? 'given by whoever runs this witness'
      : 'taken from the record itself when this witness first saw it';
  return `<h2>${escape(origin)}</h2>
<dl>
<dt>Last seen and signed</dt><dd>${seen}</dd>
<dt>Refused</dt>${refusedInWords(origin, twoHistories, unproved)}
${address === null ? '' : `<dt>Where it can be read</dt><dd><a href="${escape(address)}" rel="noreferrer">${escape(address)}</a></dd>`}
<dt>Known by the ${keys.length === 1 ? 'key' : 'keys'} (${from})</dt><dd>${keys.map((key) => escape(shorten(key))).join('<br>')}</dd>
</dl>`;
}

function refusedInWords(origin: string, twoHistories: readonly string[], unproved: readonly string[]): string {
  const said: string[] = [];
  if (twoHistories.length > 0)
    said.push(
      `<dd class="alarm"><strong>This record has two histories.</strong> This witness was shown ${states(twoHistories.length)} of it, with its signature, that ${twoHistories.length === 1 ? 'contradicts' : 'contradict'} what it has signed before. That proves it to anybody who has the key of the record: ${files(origin, twoHistories)}</dd>`,
    );
  if (unproved.length > 0)
    said.push(
      `<dd>This witness was shown ${states(unproved.length)} of it, with its signature, but without proof of containing what was there before. Who sent that is not known. It is kept: ${files(origin, unproved)}</dd>`,
    );
  return said.join('\n') || '<dd>None: everything that was shown followed from what was there before.</dd>';
}

const MAX_LINKS = 20;

function files(origin: string, names: readonly string[]): string {
  const links = names
    .slice(0, MAX_LINKS)
    .map((name) => `<a href="/${originHash(origin)}/refused/${escape(name)}" download>${escape(name)}</a>`);
  const rest = names.length - links.length;
  return `${links.join(', ')}${rest > 0 ? `, and ${rest.toLocaleString('en')} more` : ''}.`;
}

function states(count: number): string {
  return count === 1 ? 'a state' : `${count.toLocaleString('en')} states`;
}

/** Nobody compares 1,800 letters by eye. */
function shorten(vkey: string): string {
  return vkey.length <= 300 ? vkey : `${vkey.slice(0, 120)}…`;
}

function timeOf(seconds: number): string {
  const text = new Date(seconds * 1000).toISOString();
  return `${text.slice(0, 10)} at ${text.slice(11, 19)} UTC`;
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
