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

/** A step where it stands in its case: the page begins with it. */
export function stepHref(caseId: number, index: number): string {
  return `${caseHref(caseId)}${index === caseId ? '' : `?from=${index}`}#entry-${index}`;
}

export function processHref(id: string, version: number): string {
  return `/processes/${id}/${version}`;
}
