/**
 * Where scripts run, the code is to stay in the browser: pressed before the page's own script has come, the form would send it. So it waits. SPEC 5.7.
 */
document.addEventListener(
  'submit',
  (event) => {
    const waits = event.target instanceof HTMLFormElement ? event.target.dataset['waits'] : undefined;
    if (waits === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    const told = document.createElement('p');
    told.setAttribute('role', 'alert');
    told.className = 'govuk-body';
    told.textContent = waits;
    document.getElementById('follow-told')?.replaceChildren(told);
  },
  { capture: true },
);
