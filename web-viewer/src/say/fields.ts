/** Hidden fields that the script adds to the form. */
export function setField(form: HTMLFormElement, name: string, value: string): void {
  const known = form.querySelector<HTMLInputElement>(`input[type="hidden"][name="${name}"]`);
  const field = known ?? document.createElement('input');
  Object.assign(field, { type: 'hidden', name, value });
  if (known === null) form.append(field);
}
