export const caseWords = {
  untitled: (id: number) => `Case ${id}, whose text is not there`,
} as const;
