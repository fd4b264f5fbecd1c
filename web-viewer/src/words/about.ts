export const aboutWords = {
  title: 'What this record proves, and what it does not',
  lead: 'A counterfoil is the half of a receipt that the issuer keeps. Whoever says something here gets one half; the public record holds the other.',
  provedTitle: 'What is proved',
  proved: [
    {
      title: 'Nothing is changed, removed or reordered unseen',
      text: 'Every entry has a fingerprint: a number computed from each of its letters, so that another letter makes another number. Every entry also carries the fingerprint of the one before it, and one signature covers them all. Change a letter anywhere, and the check names the entry.',
    },
    {
      title: 'Who said what for the authority',
      text: 'Each official step is signed with a key that the record gave to the holder of an office, for a term. What comes from the public is signed by the service that took it in.',
    },
    {
      title: 'Whether the rules were kept',
      text: 'The rules of each process are entries too. A case keeps the version it began under, and whoever checks the record plays the rules through again.',
    },
    {
      title: 'Who owes an answer, since when',
      text: 'Deadlines follow from the rules. Nobody enters them, so nobody can hide one: silence shows as overdue.',
    },
    {
      title: 'That a text is the one that was recorded',
      text: 'The record itself holds a fingerprint of each text, made with a random number. The text lies beside it and is compared each time it is shown.',
    },
    {
      title: 'What was taken out of public view, by whom and why',
      text: 'A text can be erased, so that nobody can read it again. That it was there, who had it taken out, for which reason and by which law stays on record. A text that is missing without such an entry makes the check fail.',
    },
  ],
  takenOut: { href: '/takedowns', text: 'All texts that were taken out of public view, with the reasons' },
  notProvedTitle: 'What is not proved',
  notProved: [
    'That a text is true.',
    'That a text without a name comes from a real person, or from one person only.',
    'That something never sent was wanted, or that everything that was sent arrived: only a receipt proves that.',
    'That an official understood what they signed.',
    'That everybody is shown the same record. Nobody independent signs along yet, so keep the checkpoint you were given: a later record that does not contain it is a forgery that anybody can show.',
    'Anything at all by this page alone. It was made by the server that you may want to check.',
  ],
  checkTitle: 'How to check it yourself',
  checkSteps: [
    'Get the Counterfoil program; it is free, and its formats are open, so you may also write your own.',
    'Run the command below on your own computer. It fetches the record and trusts nothing that it has not checked.',
    'Read its first sentence: verified, or what is wrong, and in which entry.',
  ],
  checkKey:
    'To make sure that it is this record and no other, give the command the log’s key as you know it from elsewhere, on paper for instance:',
  whoTitle: 'Who runs it',
  authority: 'Authority',
  name: 'Name of the record',
  key: 'Key of the log',
  licence: 'Licence of the record',
  programsTitle: 'For programs',
  programs: [
    { href: '/ledger.json', text: 'ledger.json', note: 'who keeps the record, and the log’s key' },
    { href: '/checkpoint', text: 'checkpoint', note: 'the newest signed state of the whole record' },
    { href: '/self-check.json', text: 'self-check.json', note: 'when the service last read everything again' },
    { href: '/openapi.json', text: 'openapi.json', note: 'description of the interface' },
  ],
  entriesText: 'The first entry says who keeps this record and who may sign for it.',
  firstEntry: 'Entry 0',
} as const;
