/** The configuration as such: what can be told without looking at anything else. */
import { NEW_PASSPHRASE_VARIABLE, PASSPHRASE_VARIABLE } from '../client/passphrases.ts';
import type { Config } from '../config.ts';
import { look, ok, wrong, type Finding } from './finding.ts';

const OURS = /^COUNTERFOIL_/;
/** Of other programs of this project. */
const ELSEWHERE: ReadonlySet<string> = new Set([
  'COUNTERFOIL_OPENING_TOKEN',
  'COUNTERFOIL_LEDGER',
  'COUNTERFOIL_KEY',
  PASSPHRASE_VARIABLE,
  NEW_PASSPHRASE_VARIABLE,
]);
const LOOPBACK = /^(localhost|::1|127\..*)$/;

export interface SettingsOptions {
  readonly config: Config;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Names that the service reads. */
  readonly known: readonly string[];
  /** Where the public reaches the ledger, if it was given. */
  readonly address: URL | undefined;
}

export function checkSettings({ config, env, known, address }: SettingsOptions): Finding[] {
  const findings: Finding[] = [];
  const unknown = Object.keys(env).filter((name) => OURS.test(name) && !known.includes(name) && !ELSEWHERE.has(name));
  for (const name of unknown.sort())
    findings.push(wrong(`${name} is set, and nothing reads it.`, 'Correct its spelling, or take it away.'));
  if (config.demo)
    findings.push(
      look(
        'This is the invented city, made for trying out.',
        'For real use: COUNTERFOIL_DEMO=off, COUNTERFOIL_ORIGIN and a data folder of its own.',
      ),
    );
  else findings.push(ok(`The ledger is named ${config.origin}.`));

  const isPublic = address !== undefined && !LOOPBACK.test(address.hostname);
  if (!LOOPBACK.test(config.host) && config.proxies === 0)
    findings.push(
      look(
        `The service listens on ${config.host}, speaks no TLS itself, and expects no proxy in front of it.`,
        'Put a proxy that speaks TLS in front, set HOST=127.0.0.1 where it runs on the same machine, and COUNTERFOIL_PROXIES=1.',
      ),
    );
  if (isPublic && config.proxies === 0 && LOOPBACK.test(config.host))
    findings.push(
      wrong(
        'A proxy must stand in front, and COUNTERFOIL_PROXIES is 0: all the world counts as one sender, and is limited as one.',
        'Set COUNTERFOIL_PROXIES to how many proxies of yours stand in front.',
      ),
    );
  if (!config.limits.on)
    findings.push(
      look(
        'COUNTERFOIL_LIMITS is off: the service takes whatever comes.',
        'Leave it off only where the proxy in front limits how much is sent.',
      ),
    );
  if (
    config.smtpUrl !== undefined &&
    new URL(config.smtpUrl).protocol === 'smtp:' &&
    !LOOPBACK.test(new URL(config.smtpUrl).hostname)
  )
    findings.push(
      look('Letters may go to the mail server without encryption (smtp:).', 'Use smtps: where the server offers it.'),
    );
  if (config.selfCheckPerSecond === 0)
    findings.push(
      look(
        'The self-check is off: what a disk or a hand changes is found only when somebody needs it.',
        'Set COUNTERFOIL_SELF_CHECK_PER_SECOND, 200 for instance, in at least one process.',
      ),
    );
  if (config.logLevel === 'fatal' || config.logLevel === 'error')
    findings.push(
      look(`LOG_LEVEL is ${config.logLevel}: warnings are not heard.`, 'Set LOG_LEVEL=info, or warn at the least.'),
    );
  return findings;
}
