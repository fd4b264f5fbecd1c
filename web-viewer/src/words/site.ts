/** What stands on every page. */
export const siteWords = {
  product: 'Counterfoil',
  record: 'The public record',
  unopened: 'A record not yet open',
  skip: 'Skip to the content',
  navigation: 'Pages',
  pages: {
    home: 'Newest',
    cases: 'Cases',
    owed: 'Owed now',
    say: 'Say something',
    follow: 'Follow up',
    about: 'Proof',
  },
  footer: {
    sentence:
      'Kept with Counterfoil: you hold one half, the public record holds the other, and anybody can check that the edges still match.',
    licence: (licence: string) => `The record may be copied and used under ${licence}.`,
    more: 'More',
    moreLinks: [
      { href: '/registers', text: 'Registers of algorithms, data and nudges' },
      { href: '/takedowns', text: 'Texts taken out of public view' },
      { href: '/receipt-check', text: 'Check a receipt' },
      { href: '/desk', text: 'Signing desk for officials' },
    ],
    programs: 'For programs',
    programLinks: [
      { href: '/ledger.json', text: 'ledger.json' },
      { href: '/checkpoint', text: 'checkpoint' },
      { href: '/openapi.json', text: 'openapi.json' },
    ],
  },
  error: { prefix: 'Error:', code: 'Code of this message:', home: 'Newest steps', cases: 'All cases' },
} as const;
