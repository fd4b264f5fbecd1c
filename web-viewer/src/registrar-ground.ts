/** On which ground registrars took out a text that was not said in a case, where no process names any. SPEC M57. */
import { registrarGrounds } from '@counterfoil/ledger/statements/contents';
import type { Language } from './language.ts';

/** In words; the code itself where registrars have no such ground. */
export function registrarGround(language: Language, code: string): string {
  return isGround(code) ? language.phrase(`registrar-ground-${code}`) : code;
}

function isGround(code: string): code is keyof typeof registrarGrounds {
  return Object.hasOwn(registrarGrounds, code);
}
