/**
 * Numbers that tell who somebody is and carry a check of their own: where the check holds, it is hardly chance. Checks take letters in
 * upper case and no separators.
 */

/** IBAN (ISO 13616): length by country, remainder 1 modulo 97. */
export function isIban(text: string): boolean {
  return ibanLengths.get(text.slice(0, 2)) === text.length && remainder97(text.slice(4) + text.slice(0, 4)) === 1;
}

const ibanLengths: ReadonlyMap<string, number> = new Map(
  Object.entries({
    ...{
      AD: 24,
      AE: 23,
      AL: 28,
      AT: 20,
      AZ: 28,
      BA: 20,
      BE: 16,
      BG: 22,
      BH: 22,
      BR: 29,
      BY: 28,
      CH: 21,
      CR: 22,
      CY: 28,
    },
    ...{
      CZ: 24,
      DE: 22,
      DK: 18,
      DO: 28,
      EE: 20,
      EG: 29,
      ES: 24,
      FI: 18,
      FO: 18,
      FR: 27,
      GB: 22,
      GE: 22,
      GI: 23,
      GL: 18,
    },
    ...{
      GR: 27,
      GT: 28,
      HR: 21,
      HU: 28,
      IE: 22,
      IL: 23,
      IQ: 23,
      IS: 26,
      IT: 27,
      JO: 30,
      KW: 30,
      KZ: 20,
      LB: 28,
      LI: 21,
    },
    ...{
      LT: 20,
      LU: 20,
      LV: 21,
      MC: 27,
      MD: 24,
      ME: 22,
      MK: 19,
      MR: 27,
      MT: 31,
      MU: 30,
      NL: 18,
      NO: 15,
      PK: 24,
      PL: 28,
    },
    ...{
      PS: 29,
      PT: 25,
      QA: 29,
      RO: 24,
      RS: 22,
      SA: 24,
      SC: 31,
      SE: 24,
      SI: 19,
      SK: 24,
      SM: 27,
      TN: 24,
      TR: 26,
      UA: 29,
    },
    ...{ VA: 22, VG: 24, XK: 20 },
  }),
);

/** Digits as they are, letters as 10 to 35. */
function remainder97(text: string): number {
  let remainder = 0;
  for (const character of text) {
    const value = Number.parseInt(character, 36);
    remainder = (remainder * (value > 9 ? 100 : 10) + value) % 97;
  }
  return remainder;
}

/** Payment cards (ISO/IEC 7812): the Luhn sum, and the first digit of a network that issues them. */
export function isCard(digits: string): boolean {
  return /^(?:[2345]\d{15}|3[47]\d{13}|6\d{15}|6\d{18})$/.test(digits) && !isOneDigit(digits) && luhn(digits);
}

function luhn(digits: string): boolean {
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    const digit = Number(digits.at(-1 - i));
    const doubled = digit * 2;
    sum += i % 2 === 0 ? digit : doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

function weighted(text: string, weights: readonly number[]): number {
  return weights.reduce((sum, weight, i) => sum + weight * Number(text[i]), 0);
}

function isOneDigit(digits: string): boolean {
  return /^(.)\1*$/.test(digits);
}

/** Whether six digits can be year, month, day. */
function isDate(digits: string): boolean {
  return /^\d\d(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])$/.test(digits);
}

interface IdentityNumber {
  /** Whose it is: for tests and readers of this table. */
  readonly name: string;
  /** As it is written, separators included. */
  readonly form: RegExp;
  /** Whether it bears its check; separators are gone by then. */
  readonly holds: (text: string) => boolean;
}

function written(form: string): RegExp {
  return new RegExp(`(?<![\\p{L}\\p{N}.-])(?:${form})(?![\\p{L}\\p{N}-])`, 'giu');
}

/** Those that a check tells from other numbers of the same length nine times in ten or better. */
export const identityNumbers: readonly IdentityNumber[] = [
  {
    name: 'China, resident identity card',
    form: written(String.raw`\d{17}[\dX]`),
    holds: (text) =>
      isDate(text.slice(8, 14)) &&
      '10X98765432'[weighted(text, [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]) % 11] === text[17],
  },
  {
    name: 'Taiwan, identity card',
    form: written(String.raw`[A-Z][1289]\d{8}`),
    holds: (text) => {
      const letter = 'ABCDEFGHJKLMNPQRSTUVXYWZIO'.indexOf(text.charAt(0)) + 10;
      const digits = `${letter}${text.slice(1)}`;
      return weighted(digits, [1, 9, 8, 7, 6, 5, 4, 3, 2, 1, 1]) % 10 === 0;
    },
  },
  {
    name: 'Spain, DNI and NIE',
    form: written(String.raw`[XYZ\d]-?\d{7}[ -]?[A-Z]`),
    holds: (text) => {
      const number = Number(text.slice(0, 8).replace(/^[XYZ]/, (letter) => String('XYZ'.indexOf(letter))));
      return 'TRWAGMYFPDXBNJZSQVHLCKE'[number % 23] === text[8];
    },
  },
  {
    name: 'Italy, codice fiscale',
    form: written(String.raw`[A-Z]{3} ?[A-Z]{3} ?\d{2}[ABCDEHLMPRST]\d{2} ?[A-Z]\d{3}[A-Z]`),
    holds: () => true,
  },
  {
    name: 'France, numéro de sécurité sociale',
    form: written(String.raw`[12] ?\d\d ?(?:0[1-9]|1[0-2]) ?\d{2} ?\d{3} ?\d{3} ?\d{2}`),
    holds: (text) => 97 - (Number(text.slice(0, 13)) % 97) === Number(text.slice(13)),
  },
  {
    name: 'Romania, CNP',
    form: written(String.raw`[1-8]\d{12}`),
    holds: (text) => {
      const check = weighted(text, [2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9]) % 11;
      return isDate(text.slice(1, 7)) && Number(text[12]) === (check === 10 ? 1 : check);
    },
  },
  {
    name: 'Poland, PESEL',
    form: written(String.raw`\d{11}`),
    holds: (text) => {
      const month = Number(text.slice(2, 4)) % 20;
      const isBorn = isDate(text.slice(0, 2) + String(month).padStart(2, '0') + text.slice(4, 6));
      return isBorn && (weighted(text, [1, 3, 7, 9, 1, 3, 7, 9, 1, 3]) + Number(text[10])) % 10 === 0;
    },
  },
  {
    name: 'Türkiye, kimlik numarası',
    form: written(String.raw`[1-9]\d{10}`),
    holds: (text) => {
      const odd = weighted(text, [1, 0, 1, 0, 1, 0, 1, 0, 1]);
      const even = weighted(text, [0, 1, 0, 1, 0, 1, 0, 1]);
      const tenth = (((odd * 7 - even) % 10) + 10) % 10;
      return tenth === Number(text[9]) && (odd + even + tenth) % 10 === Number(text[10]);
    },
  },
  {
    name: 'Germany, Steuer-Identifikationsnummer',
    form: written(String.raw`[1-9]\d ?\d{3} ?\d{3} ?\d{3}`),
    holds: (text) => {
      // ISO/IEC 7064 MOD 11,10; among the first ten digits one occurs two or three times.
      let product = 10;
      for (const digit of text.slice(0, 10)) {
        const sum = (Number(digit) + product) % 10;
        product = ((sum === 0 ? 10 : sum) * 2) % 11;
      }
      const different = new Set(text.slice(0, 10)).size;
      return (different === 8 || different === 9) && (11 - product) % 10 === Number(text[10]);
    },
  },
  {
    name: 'Brazil, CPF',
    form: written(String.raw`\d{3}\.?\d{3}\.?\d{3}-?\d{2}`),
    holds: (text) => {
      const check = (length: number): number => {
        const sum = weighted(
          text,
          Array.from({ length }, (_, i) => length + 1 - i),
        );
        return ((sum * 10) % 11) % 10;
      };
      return !isOneDigit(text) && check(9) === Number(text[9]) && check(10) === Number(text[10]);
    },
  },
];
