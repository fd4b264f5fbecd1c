/** `completion bash|zsh|fish`: a script that makes the shell complete commands, options, codes and files. */
import { parseArgs } from 'node:util';
import { called } from './called-as.ts';
import { optionsIn, type Option } from './usage.ts';
import { UsageError } from './usage-error.ts';

/** What a script has to know of a command. */
export interface Completed {
  readonly summary: string;
  readonly usage: string;
  /** What may stand first after its name, besides addresses and files. */
  readonly words?: readonly string[];
  /** What an option takes, by its name, where that is one of a few words. */
  readonly values?: Readonly<Record<string, readonly string[]>>;
}

type Commands = ReadonlyMap<string, Completed>;

/** The name under which the package installs itself. */
const PROGRAM = 'counterfoil';

const makers: { readonly [shell: string]: (commands: Commands) => string } = { bash, zsh, fish };
export const SHELLS = Object.keys(makers);

export const completionUsage = `Prints a script by which a shell completes what is typed after ${PROGRAM}, where that is installed under this name.

  ${called('completion')} <bash, zsh or fish>

To have it in every new shell:

  bash: put this line into ~/.bashrc
  source <(${PROGRAM} completion bash)

  zsh: write it to a folder that $fpath names
  ${PROGRAM} completion zsh > ~/.zfunc/_${PROGRAM}

  fish: write it to where fish looks for it
  ${PROGRAM} completion fish > ~/.config/fish/completions/${PROGRAM}.fish
`;

/** Gives the exit code. @throws UsageError */
export function printCompletion(argv: readonly string[], commands: Commands): Promise<number> {
  const { positionals } = parseArgs({ args: [...argv], allowPositionals: true, options: {} });
  const [shell = '', ...more] = positionals;
  const make = Object.hasOwn(makers, shell) ? makers[shell] : undefined;
  if (make === undefined || more.length > 0) throw new UsageError(`Give one shell: ${SHELLS.join(', ')}.`);
  process.stdout.write(make(commands));
  return Promise.resolve(0);
}

/** With words that are no files; where none fits, bash offers files by itself. Runs in bash 3.2 too. */
function bash(commands: Commands): string {
  const cases = [...commands].map(([name, command]) => {
    const options = optionsOf(command)
      .map((option) => option.name)
      .join(' ');
    return `    ${name}) options='${options}' first='${(command.words ?? []).join(' ')}' ;;\n`;
  });
  const values = [...commands].flatMap(([name, command]) =>
    Object.entries(command.values ?? {}).map(
      ([option, taken]) => `    ${name}' '${option}) values='${taken.join(' ')}' ;;\n`,
    ),
  );
  const names = [...commands.keys()].join(' ');
  return `# Completion of ${PROGRAM} for bash.
_${PROGRAM}() {
  local current="\${COMP_WORDS[COMP_CWORD]}" options='' first='' values=''
  case "\${COMP_WORDS[1]}" in
${cases.join('')}    help) first='${names}' ;;
  esac
  case "\${COMP_WORDS[1]} \${COMP_WORDS[COMP_CWORD-1]}" in
${values.join('')}  esac
  if [ -n "$values" ]; then
    COMPREPLY=($(compgen -W "$values" -- "$current"))
  elif [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W 'help --version ${names}' -- "$current"))
  elif [ "\${current:0:1}" = - ]; then
    COMPREPLY=($(compgen -W "$options" -- "$current"))
  elif [ "$COMP_CWORD" -eq 2 ] && [ -n "$first" ]; then
    COMPREPLY=($(compgen -W "$first" -- "$current"))
  else
    COMPREPLY=()
  fi
}
complete -o bashdefault -o default -F _${PROGRAM} ${PROGRAM}
`;
}

function zsh(commands: Commands): string {
  const described = [...commands].map(([name, { summary }]) => `    ${quote(`${name}:${summary}`)}`);
  const cases = [...commands].map(([name, command]) => {
    const options = optionsOf(command).map(({ name: option, about, takes }) => {
      const taken = command.values?.[option];
      const among = taken === undefined ? (isPath(takes ?? '') ? '_files' : '') : `(${taken.join(' ')})`;
      const value = takes === undefined ? '' : `:${takes}:${among}`;
      return quote(`${option}[${about.replaceAll(/[[\]:\\]/g, ' ')}]${value}`);
    });
    const { words } = command;
    const first =
      words === undefined ? [] : [quote(`1: :{_alternative "words::(${words.join(' ')})" "files::_files"}`)];
    return `    ${name}) shift words; (( CURRENT-- )); _arguments ${[...options, ...first, "'*: :_files'"].join(' ')} ;;`;
  });
  return `#compdef ${PROGRAM}
# Completion of ${PROGRAM} for zsh.
_${PROGRAM}() {
  local -a commands
  commands=(
${described.join('\n')}
    'help:Says more of a command.'
  )
  if (( CURRENT == 2 )); then
    _describe 'command' commands
    return
  fi
  case $words[2] in
${cases.join('\n')}
    help) _describe 'command' commands ;;
  esac
}
if [ "$funcstack[1]" = _${PROGRAM} ]; then _${PROGRAM} "$@"; else compdef _${PROGRAM} ${PROGRAM}; fi
`;
}

function fish(commands: Commands): string {
  const lines = [...commands].flatMap(([name, command]) => {
    const after = `complete -c ${PROGRAM} -n '__fish_seen_subcommand_from ${name}'`;
    const { words = [] } = command;
    return [
      `complete -c ${PROGRAM} -n __fish_use_subcommand -f -a ${name} -d ${quoteFish(command.summary)}`,
      ...(words.length === 0 ? [] : [`${after} -a ${quoteFish(words.join(' '))}`]),
      ...optionsOf(command).map(({ name: option, takes, about }) => {
        const taken = command.values?.[option];
        const among = taken === undefined ? '' : ` -a ${quoteFish(taken.join(' '))}`;
        const value = takes === undefined ? '' : isPath(takes) ? ' -r' : ` -x${among}`;
        return `${after} -l ${option.slice(2)}${value} -d ${quoteFish(about)}`;
      }),
    ];
  });
  const help = `complete -c ${PROGRAM} -n __fish_use_subcommand -f -a help -d 'Says more of a command.'`;
  const helped = `complete -c ${PROGRAM} -n '__fish_seen_subcommand_from help' -f -a '${[...commands.keys()].join(' ')}'`;
  return `# Completion of ${PROGRAM} for fish.\n${[...lines, help, helped].join('\n')}\n`;
}

function optionsOf({ usage }: Completed): readonly Option[] {
  return [...optionsIn(usage), { name: '--help', takes: undefined, about: 'says how the command is used' }];
}

/** By what the help calls it. */
function isPath(takes: string): boolean {
  return /file|folder|address|dir/i.test(takes);
}

function quote(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

function quoteFish(text: string): string {
  return `'${text.replaceAll(/[\\']/g, String.raw`\$&`)}'`;
}
