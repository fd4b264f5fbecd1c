/** Letters, where the configuration says how they are sent. */
import { Contacts, type ContactsOptions } from './contacts.ts';
import { Postman, type PostmanOptions } from './postman.ts';

export interface LettersOptions
  extends Omit<ContactsOptions, 'onLetter'>, Omit<PostmanOptions, 'contacts' | 'smtpUrl' | 'from'> {
  readonly smtpUrl: string | undefined;
  readonly from: string | undefined;
}

export interface Letters {
  /** Undefined where no letters are sent: then no address is taken either. */
  readonly contacts: Contacts | undefined;
  wake(): void;
  close(): Promise<void>;
}

export function startLetters(options: LettersOptions): Letters {
  const { smtpUrl, from } = options;
  if (smtpUrl === undefined || from === undefined)
    return { contacts: undefined, wake: () => undefined, close: () => Promise.resolve() };
  const contacts: Contacts = new Contacts({ ...options, onLetter: () => postman.wake() });
  const postman = new Postman({ ...options, contacts, smtpUrl, from });
  return { contacts, wake: () => postman.wake(), close: () => postman.close() };
}
