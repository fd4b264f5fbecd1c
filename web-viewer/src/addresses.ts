/** Where things stand on this site. */
export interface Reference {
  readonly index: number;
  readonly href: string;
}

export function reference(index: number): Reference {
  return { index, href: entryHref(index) };
}

export function entryHref(index: number): string {
  return `/entries/${index}`;
}

export function caseHref(id: number): string {
  return `/cases/${id}`;
}

export function processHref(id: string, version: number): string {
  return `/processes/${id}/${version}`;
}
