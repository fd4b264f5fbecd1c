/** What letters say: plain text, no words of anybody, and in each the link that ends them. */
export interface Letter {
  readonly subject: string;
  readonly text: string;
}

export interface LetterFacts {
  /** Name of the authority. */
  readonly authority: string;
  /** Where the pages are, with a slash at its end. */
  readonly site: string;
  readonly case: number;
  readonly token: string;
}

export function confirmLetter({ authority, site, case: id, token }: LetterFacts): Letter {
  return {
    subject: `Please confirm: letters about case ${id}`,
    text: `Somebody asked that this address be told what becomes of case ${id}
on the public record of ${authority}.

If that was you, confirm it here:
${site}letters/${token}

If it was not, do nothing: no further letter is sent, and this address is erased
after seven days. To have it erased at once, open the same link.
`,
  };
}

/** @param title what was done: `Parks department answered` */
export function noticeLetter(facts: LetterFacts, title: string, entry: number): Letter {
  const { authority, site, case: id, token } = facts;
  return {
    subject: `Case ${id}: ${title}`,
    text: `${title}.

This is entry ${entry} on the public record of ${authority}. Read it here:
${site}cases/${id}

With the code on your slip you can answer, add something or object:
${site}follow

You get this letter because you asked to be told about case ${id}. To get no more,
and to have your address erased, open this link:
${site}letters/${token}
`,
  };
}
