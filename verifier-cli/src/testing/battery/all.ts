/** The whole battery, made from fixed keys and numbers: the same cases every time. */
import { byteCases, oldFileCases } from './bytes.ts';
import { fieldCases } from './fields.ts';
import { intakeCases, orderCases } from './order.ts';
import { batteryRecord, type BatteryRecord } from './record.ts';
import { ruleCases } from './rules.ts';
import type { TamperCase } from './run.ts';
import { ledgerInfoCases, noteCases, textCases } from './signed-files.ts';

export interface Battery {
  /** More than a full tile. */
  readonly large: BatteryRecord;
  readonly cases: readonly TamperCase[];
}

export async function tamperingBattery(): Promise<Battery> {
  // Every kind is in both; what has to do with tiles is tried on the large one, all else on the one that is read in a third of the time.
  const [large, small] = [await batteryRecord(290), await batteryRecord(0)];
  const cases = [
    ...byteCases(small),
    ...byteCases(large).filter(({ file }) => file?.startsWith('tile/') === true),
    ...oldFileCases(large),
    ...fieldCases(small),
    ...orderCases(large),
    ...intakeCases(small),
    ...ledgerInfoCases(small),
    ...noteCases(small),
    ...textCases(small),
    ...(await ruleCases()),
  ];
  return { large, cases };
}
