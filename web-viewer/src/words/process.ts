export const processWords = {
  title: (title: string, version: number) => `The rules of “${title}”, version ${version}`,
  lead: 'A case keeps the rules it began under. These are the words of one version; what they say is signed by the registrars, and whoever checks the record holds every step to them.',
  superseded: (version: number) =>
    `This version is not in force any more: cases that begin now run under version ${version}.`,
  inForce: 'This version is in force: cases that begin now run under it.',
  rules: 'The rules',
  entry: (index: number) => `Entry ${index}: the rules as they were signed`,
  versions: 'All versions',
  version: (version: number) => `Version ${version}`,
  here: 'shown here',
  cases: 'Cases of this process',
  say: 'Open a case under these rules',
} as const;
