/** SHA-256 of the one-file verifier of this source. Made by verifier-cli/make-papers.ts. */
export const VERIFIER_SUM = '3f92852c105f893c69c7812876938733aa90d33b4d90b581a78e2d361a429dc8';
