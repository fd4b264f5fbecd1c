/** `process --preset <name>`: publishes rules to start from, with the offices of the authority in them. */
import { parseArgs } from 'node:util';
import { codeField, titleField } from '@counterfoil/ledger/statements/fields';
import { CannotStart } from '../command.ts';
import { deskOptions } from '../desk.ts';
import { list, wrap } from '../layout.ts';
import { presets } from '../presets/all.ts';
import { fillPreset, roles, type Preset, type Role } from '../presets/preset.ts';
import { describeRules } from '../rules-words.ts';
import { atDesk, type Command } from './command-line.ts';
import { sayAsRegistrars } from './registrars.ts';

const ROLES = Object.keys(roles) as Role[];

const USAGE = `npm run sign -- process --preset <name> --offices <role>=<office>,… …

  --preset <name>
${presets.map(({ name, summary }) => `    ${name.padEnd(22)} ${summary}`).join('\n')}
  --offices <role>=<office>,<office>
                         which of your offices take which part; once for each role:
${ROLES.map((role) => `    ${role.padEnd(22)} ${roles[role]}`).join('\n')}
  --process <id>         identifier of the process; the name of the preset where left out
  --title <title>        as people will read it
  --threshold <number>   supporters that a petition needs
  --signatures <number>  people who must sign a decision together
  --area <code>=<title>  an area that people can name, such as a district; once for each, in their order
  --moderate             what people say is public once somebody has looked at it, not at once

Shows the rules in plain words and has them signed by registrars. For rules of your own, write a "process-published" statement as JSON and have that signed.`;

export const processCommand: Command = {
  word: 'process',
  summary: 'publish the rules of a process, from a preset',
  run(args) {
    const { values } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        ...deskOptions,
        preset: { type: 'string' },
        offices: { type: 'string', multiple: true, default: [] as string[] },
        process: { type: 'string' },
        title: { type: 'string' },
        threshold: { type: 'string' },
        signatures: { type: 'string' },
        area: { type: 'string', multiple: true, default: [] as string[] },
        moderate: { type: 'boolean', default: false },
      },
    });
    return atDesk(values, USAGE, async (desk) => {
      const preset = adapt(findPreset(values.preset), values);
      const { offices: known, processes } = await desk.directory();
      const offices = parseOffices(
        values.offices,
        known.map(({ office }) => office),
      );
      const id = values.process ?? preset.name;
      const version = Math.max(0, ...processes.flatMap((one) => (one.process === id ? [one.version] : []))) + 1;
      const { rules, leftOut } = fillPreset(preset, { process: id, version, offices }, known);
      if (values.moderate && rules.acts['content-published'] === undefined)
        throw new CannotStart(
          'Texts would wait for ever: no office named for intake or decider has the right to sign "content-published". Define one anew ("office --may …") first.',
        );
      if (leftOut.length > 0)
        process.stderr.write(
          `${wrap(
            `None of these offices has the right to sign ${list(
              leftOut.map((kind) => `"${kind}"`),
              'or',
            )}: nobody will be able to do that under these rules.${leftOut.includes('retention-applied') ? ' Texts are kept for ever then.' : ''} Define the offices anew ("office --may …") if that is not meant.`,
          )}\n\n`,
        );
      if (version > 1)
        process.stderr.write(
          `${wrap(`These rules take the place of version ${version - 1} of "${id}" for every case that begins after them. Cases under way keep theirs. Another process has another name: --process.`)}\n\n`,
        );
      const title = (code: string): string => known.find(({ office }) => office === code)?.title ?? code;
      return sayAsRegistrars(desk, [{ kind: 'process-published', ...rules }], { preview: describeRules(rules, title) });
    });
  },
};

function findPreset(name: string | undefined): Preset {
  const preset = presets.find((one) => one.name === name);
  if (preset !== undefined) return preset;
  throw new CannotStart(
    `Say which rules with --preset: ${list(
      presets.map((one) => one.name),
      'or',
    )}.`,
  );
}

interface Changes {
  readonly title?: string | undefined;
  readonly threshold?: string | undefined;
  readonly signatures?: string | undefined;
  readonly area: readonly string[];
  readonly moderate: boolean;
}

/** Who has to wait for somebody to look does not wait for ever. */
const LOOKED_AT = { days: 3, count: 'working' } as const;

function adapt(preset: Preset, { title, threshold, signatures, area, moderate }: Changes): Preset {
  if (threshold !== undefined && preset.rules.support === undefined)
    throw new CannotStart(`The preset "${preset.name}" counts no supporters.`);
  const { decision } = preset.acts;
  return {
    ...preset,
    rules: {
      ...preset.rules,
      ...(title === undefined ? {} : { title }),
      ...(area.length === 0 ? {} : { areas: area.map(parseArea) }),
      ...(moderate ? { moderation: 'before' as const, clocks: { ...preset.rules.clocks, moderate: LOOKED_AT } } : {}),
      ...(threshold === undefined ? {} : { support: { threshold: number(threshold, '--threshold') } }),
    },
    acts: {
      ...preset.acts,
      ...(signatures === undefined || decision === undefined
        ? {}
        : { decision: { ...decision, signatures: number(signatures, '--signatures') } }),
    },
  };
}

function parseArea(given: string): { readonly code: string; readonly title: string } {
  const [, code = '', title = ''] = /^([^=]+)=(.+)$/.exec(given) ?? [];
  if (!codeField.safeParse(code).success || !titleField.safeParse(title).success)
    throw new CannotStart(`--area takes a code and a title, such as --area "old-town=Old town", not "${given}".`);
  return { code, title };
}

function number(text: string, option: string): number {
  if (!/^[1-9]\d{0,7}$/.test(text)) throw new CannotStart(`${option} takes a number from 1 on, not "${text}".`);
  return Number(text);
}

function parseOffices(given: readonly string[], known: readonly string[]): { readonly [R in Role]: readonly string[] } {
  const parts = new Map<Role, string[]>();
  for (const part of given.flatMap((one) => one.trim().split(/\s+/))) {
    const [name = '', codes = ''] = part.split('=');
    const role = ROLES.find((one) => one === name);
    if (role === undefined)
      throw new CannotStart(
        `--offices takes ${list(
          ROLES.map((one) => `${one}=…`),
          'or',
        )}, not "${part}".`,
      );
    const offices = codes.split(',').filter((code) => code !== '');
    const unknown = offices.find((code) => !known.includes(code));
    if (unknown !== undefined)
      throw new CannotStart(
        known.length === 0
          ? `There is no office "${unknown}": none is defined yet. Begin with: npm run sign -- office ${unknown} --title … --may all`
          : `There is no office "${unknown}". There are ${list(known)}.`,
      );
    parts.set(role, [...(parts.get(role) ?? []), ...offices]);
  }
  const missing = ROLES.filter((role) => (parts.get(role) ?? []).length === 0);
  if (missing.length > 0)
    throw new CannotStart(
      `Say with --offices who is ${list(missing)}:\n${missing.map((role) => `  --offices ${role}=<office>   ${roles[role]}`).join('\n')}`,
    );
  return {
    intake: parts.get('intake') ?? [],
    department: parts.get('department') ?? [],
    decider: parts.get('decider') ?? [],
  };
}
