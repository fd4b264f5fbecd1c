/** What stands where the record is published is not what is to be published there. Nothing is overwritten: a person has to look. SPEC M87. */
export class Conflict extends Error {
  override readonly name = 'Conflict';
}
