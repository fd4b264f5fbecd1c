/** The arguments make no sense; the message says what to do. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** The file that was given is nothing that the command can check: for programs too. */
export class UnusableFile extends UsageError {}
