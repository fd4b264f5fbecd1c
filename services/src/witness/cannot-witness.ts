/** Why a witness does not start, in a sentence that says what to do. */
export class CannotWitness extends Error {
  override readonly name = 'CannotWitness';
}
