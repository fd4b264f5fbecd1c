/** What `parseArgs` says of a slip in an option, in words of our own. */
import { nearest } from './nearest.ts';

/**
 * Undefined for any other error.
 * @param usage names every option of the command.
 */
export function optionSlip(error: unknown, name: string, usage: string): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  const option = /'(?:-\w, )?(-[^' ]*)/.exec(error.message)?.[1] ?? '';
  switch (error.code) {
    case 'ERR_PARSE_ARGS_UNKNOWN_OPTION': {
      const known = [...usage.matchAll(/--([a-z][a-z-]*)/g)].map(([, word = '']) => word);
      const meant = nearest(option.replace(/^-+/, ''), ['help', ...known]);
      return `${name} knows no option ${option}.${meant === undefined ? '' : ` Did you mean --${meant}?`}`;
    }
    case 'ERR_PARSE_ARGS_INVALID_OPTION_VALUE':
      return error.message.includes('does not take an argument')
        ? `${option} takes no value.`
        : `${option} needs a value after it.`;
    case 'ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL':
      return `${name} takes nothing but options.`;
    default:
      return undefined;
  }
}
