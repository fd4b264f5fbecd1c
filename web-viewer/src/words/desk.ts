/** The frame of the signing desk; what the desk itself says is in `desk/words.ts`. */
export const deskFrameWords = {
  title: 'Signing desk',
  noScript: 'This page signs on your own device, and needs a script for that. Your browser runs none here.',
  command: 'The same can be done with a command on your own computer:',
  others: 'Every other page of this site works without scripts.',
} as const;
