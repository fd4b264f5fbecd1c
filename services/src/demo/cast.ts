/** The people of the story with their keys, as files in a folder that the service knows nothing of. */
import { generateKeyPairSync } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { haveKeyFile, type PersonKey } from '../client/key-file.ts';
import { signerOf } from '../recorder/keys.ts';
import {
  laterRegistrars,
  officials,
  registrarNames,
  threshold,
  type OfficialName,
  type RegistrarName,
} from './city.ts';

export interface Cast {
  readonly registrars: ReadonlyMap<RegistrarName, PersonKey>;
  readonly officials: ReadonlyMap<OfficialName, PersonKey>;
}

const names = Object.keys(officials) as OfficialName[];

/** Keys that lie in the folder already are used, never replaced. */
export async function castIn(folder: string): Promise<Cast> {
  const cast = new Map<OfficialName, PersonKey>();
  for (const name of names) cast.set(name, await haveKeyFile(join(folder, `${name}.pem`)));
  const signing = new Map<RegistrarName, PersonKey>();
  for (const name of registrarNames) signing.set(name, await haveKeyFile(join(folder, `${name}.pem`)));
  return { registrars: signing, officials: cast };
}

/** Another key of the same person, which no file keeps: it is the one that is lost or replaced. */
export function losableKey({ person }: PersonKey): PersonKey {
  return { ...signerOf(generateKeyPairSync('ed25519').privateKey), person };
}

/** Tells whoever finds the folder how to go on signing. */
export async function writeGuide(
  folder: string,
  address: string,
  {
    mandates,
    openRequest,
  }: { readonly mandates: ReadonlyMap<OfficialName, number>; readonly openRequest: number | undefined },
): Promise<void> {
  const rows = names.map((name) => {
    const mandate = mandates.get(name);
    const { office } = officials[name];
    const held = mandate === undefined ? 'none: it was ended' : `entry ${mandate}`;
    return `  ${`${name}.pem`.padEnd(14)} ${office.padEnd(14)} ${held}`;
  });
  await writeFile(
    join(folder, 'README.txt'),
    `Keys of the people of Rivermouth, a city that does not exist. The service has none of them: these people sign from outside,
as they would from their own devices. You can sign for them:

  file           office         mandate
${rows.join('\n')}
  ${laterRegistrars.join('.pem, ')}.pem: any ${threshold} of them together define
  offices, mandates and processes.

To answer a service request as the parks department (case ${openRequest ?? 0} is one that is open):

  npm run sign -- answer ${openRequest ?? 0} --text "We shall have a look." --key ${join(folder, 'ines.pem')} --to ${address}

What is owed by the office of a key: npm run sign -- due --key <file> --to ${address}
What waits to be looked at before it is public (complaints wait): npm run sign -- pending --key ${join(folder, 'marit.pem')} --to ${address}
`,
    { mode: 0o600 },
  );
}
