/** How to print: only a terminal gets colours and its own width (no-color.org). */
export interface Style {
  readonly colours: boolean;
  readonly columns: number;
}

const MIN_COLUMNS = 40;
const MAX_COLUMNS = 100;
const USUAL_COLUMNS = 80;

export function styleOf(
  stream: { readonly isTTY?: boolean; readonly columns?: number },
  environment: Readonly<Record<string, string | undefined>>,
): Style {
  const terminal = stream.isTTY === true;
  const noColour = (environment['NO_COLOR'] ?? '') !== '' || environment['TERM'] === 'dumb';
  const columns = Math.min(MAX_COLUMNS, Math.max(MIN_COLUMNS, (stream.columns ?? 0) || USUAL_COLUMNS));
  return { colours: terminal && !noColour, columns: terminal ? columns : USUAL_COLUMNS };
}

const colourCodes = { green: 32, red: 31, yellow: 33 } as const;

export function paint(style: Style, colour: keyof typeof colourCodes, text: string): string {
  return style.colours ? `\u001b[1;${colourCodes[colour]}m${text}\u001b[0m` : text;
}

export function bold(style: Style, text: string): string {
  return style.colours ? `\u001b[1m${text}\u001b[0m` : text;
}
