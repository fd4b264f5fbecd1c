/** Runs in the page of `signature-rule.test.ts`. */
import { parseHex, utf8 } from '@counterfoil/ledger/bytes';
import { noblePlatform } from '@counterfoil/ledger/platform-noble';
import { hasEd25519, webPlatform } from '@counterfoil/ledger/platform-web';
import { createVerifier } from '@counterfoil/ledger/signature';

export interface SignedMessage {
  /** Hex. */
  readonly publicKey: string;
  readonly message: string;
  /** Hex. */
  readonly signature: string;
}

export interface Verdicts {
  readonly hasEd25519: boolean;
  readonly webCrypto: readonly boolean[];
  readonly noble: readonly boolean[];
  /** What WebCrypto says when it is asked without the rule; an error counts as a refusal. */
  readonly webCryptoAlone: readonly boolean[];
}

export async function judge(cases: readonly SignedMessage[]): Promise<Verdicts> {
  const platform = webPlatform(crypto.subtle);
  const [web, noble] = [createVerifier(platform), createVerifier(noblePlatform)];
  const verdicts = { webCrypto: [] as boolean[], noble: [] as boolean[], webCryptoAlone: [] as boolean[] };
  for (const { publicKey, message, signature } of cases) {
    const input = [parseHex(publicKey), utf8(message), parseHex(signature)] as const;
    verdicts.webCrypto.push(await web.verify(...input));
    verdicts.noble.push(await noble.verify(...input));
    verdicts.webCryptoAlone.push(await Promise.resolve(platform.verifyEd25519(...input)).catch(() => false));
  }
  return { hasEd25519: await hasEd25519(crypto.subtle), ...verdicts };
}
