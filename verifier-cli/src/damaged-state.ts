/** What was kept of an earlier visit is not what was written: nothing of it is believed, and everything is read anew. */
export class DamagedState extends Error {
  override readonly name = 'DamagedState';
}
