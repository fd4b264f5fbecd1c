/** SHA-256 of the one-file verifier of this source. Made by verifier-cli/make-papers.ts. */
export const VERIFIER_SUM = '21b9e9f0dfce168387df6865b328af23b6a6f04a904ee16b677dd35e5ac99b2c';
