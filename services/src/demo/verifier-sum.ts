/** SHA-256 of the one-file verifier of this source. Made by verifier-cli/make-papers.ts. */
export const VERIFIER_SUM = '1cc6f5d33e2307ccad21df72d6a840b8526468beae8f7ee68d3888aff8617c90';
