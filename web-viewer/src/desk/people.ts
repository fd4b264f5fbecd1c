/** Who holds which office: the directory says where to look, the entries that granted the mandates say it. */
import type { OfficialKind } from '@counterfoil/ledger/statements/rights';
import { isKind } from '../opened-entry.ts';
import type { Directory } from './api.ts';
import { DeskProblem } from './desk-problem.ts';
import type { Ledger, Text } from './ledger.ts';
import { language } from './language.ts';

export interface Holder {
  /** The entry that granted it. */
  readonly mandate: number;
  readonly office: string;
  readonly title: string;
  readonly person: string;
  readonly name: Text | undefined;
}

/** A mandate with what it lets do, and the key that signs for it today. */
export interface Mandate extends Holder {
  readonly key: string;
  readonly may: readonly OfficialKind[];
}

export class People {
  readonly directory: Directory;
  readonly #ledger: Ledger;

  constructor(ledger: Ledger, directory: Directory) {
    this.#ledger = ledger;
    this.directory = directory;
  }

  /** The title of an office; its code where the service does not know it. */
  officeTitle(office: string): string {
    return this.directory.offices.find((each) => each.office === office)?.title ?? office;
  }

  /** `Front desk or Parks department`. */
  inList(offices: readonly string[]): string {
    return language.list(
      offices.map((office) => this.officeTitle(office)),
      'or',
    );
  }

  /** @throws DeskProblem `entry-foreign` where the entry grants no mandate. */
  async holder(mandate: number): Promise<Holder> {
    const opened = await this.#ledger.entry(mandate);
    if (!isKind(opened, 'mandate-granted'))
      throw new DeskProblem('entry-foreign', language.phrase('problem-entry-foreign', { entry: mandate }));
    const { office, person, holder } = opened.statement;
    const name = holder === undefined ? undefined : await this.#ledger.text(holder);
    return { mandate, office, title: this.officeTitle(office), person, name };
  }

  /** Mandates in force now that fit. */
  async mandates(fits: (listed: Directory['mandates'][number]) => boolean): Promise<readonly Mandate[]> {
    const now = new Date().toISOString();
    const listed = this.directory.mandates.filter(
      ({ entry, from, until }) => entry < this.#ledger.size && from <= now && (until === null || now < until),
    );
    return Promise.all(
      listed.filter(fits).map(async ({ entry, key }) => {
        const holder = await this.holder(entry);
        const may = this.directory.offices.find(({ office }) => office === holder.office)?.may ?? [];
        return { ...holder, key, may };
      }),
    );
  }
}

/** `Front desk (Ada Lovelace)`. */
export function inWords({ title, name }: Pick<Holder, 'title' | 'name'>): string {
  return name?.status === 'there' ? language.phrase('desk-holder', { office: title, name: name.text }) : title;
}
