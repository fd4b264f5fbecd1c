/** Entries of the largest record that is replayed in a browser: beyond it the wait, and what is fetched, are too much to ask of a reader. */
export const MOST_REPLAYED = 20_000;

/** Entries of one case that are looked at by themselves where the record is larger than that. */
export const MOST_ENTRIES = 100;
