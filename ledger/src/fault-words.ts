/** What a schema refuses, in words of our own: of the messages that the schema library brings none are bundled. */
import type * as z from 'zod/mini';
import { inEnglish, say, type Sentence } from './say.ts';

const wrongTypes: Readonly<Record<string, Sentence>> = {
  array: say`it is not a list`,
  boolean: say`it is not true or false`,
  number: say`it is not a number`,
  object: say`it is not a group of fields`,
  string: say`it is not a text`,
};
const MISSING = say`it is missing`;
const OTHER = say`it is not what it must be`;

/** What is wrong with a field, as the end of a sentence without its full stop. Given to a schema as its `error` at each parse. */
export function faultWords(issue: z.core.$ZodRawIssue): string {
  return inEnglish(issue.code === 'invalid_type' && issue.input === undefined ? MISSING : wordsOf(issue));
}

/** The same of an issue that such a parse has left behind. One with words of its own, which its schema gives it, has them here. */
export function faultSentence(issue: z.core.$ZodIssue): Sentence {
  const own = { text: issue.message.replace(/\.$/, ''), values: [] };
  const said = [MISSING, wordsOf(issue)].find((one) => inEnglish(one) === issue.message);
  return said ?? own;
}

function wordsOf(issue: z.core.$ZodRawIssue | z.core.$ZodIssue): Sentence {
  switch (issue.code) {
    case 'invalid_type':
      return wrongTypes[issue.expected] ?? OTHER;
    case 'too_small':
      return issue.origin === 'int' || issue.origin === 'number'
        ? say`it is less than ${String(issue.minimum)}`
        : say`it holds fewer than ${String(issue.minimum)}`;
    case 'too_big':
      return issue.origin === 'int' || issue.origin === 'number'
        ? say`it is more than ${String(issue.maximum)}`
        : say`it holds more than ${String(issue.maximum)}`;
    case 'invalid_format':
      return say`it is not spelled as it must be`;
    case 'invalid_value':
      return say`it is none of ${issue.values.map((value) => JSON.stringify(value)).join(', ')}`;
    case 'unrecognized_keys':
      return say`there is no such field as ${JSON.stringify(issue.keys[0]?.slice(0, 64))}`;
    case 'invalid_union':
      return issue.discriminator === undefined ? say`it has none of the forms it can have` : say`there is no such kind`;
    default:
      return OTHER;
  }
}
