export const openingWords = {
  title: 'This record is not open yet',
  lead: 'Everything runs, but the first entry is missing: the one that says which authority keeps this record, who its registrars are and which keys they sign with. Until it is written, nothing can be said here and nothing is lost.',
  operatorTitle: 'If you run this service',
  operatorText:
    'Open the record with this command. It asks for the name of the authority and has the registrars sign the first entry:',
  command: 'npm run open',
  readerTitle: 'If you came to say or to read something',
  readerText: 'Please come back later, or ask your authority in another way until then.',
} as const;
