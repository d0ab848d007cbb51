// Forms: rows that can be added and taken away, references chosen by name.

// --- repeated rows: names and ids carry the row's number ---
const renumber = (group) => {
  const name = group.dataset.repeat;
  const pattern = new RegExp(`^((?:f-)?${name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}[.-])(?:\\d+|__N__)(?=[.-])`);
  group.querySelectorAll(':scope [data-rows] > [data-row]').forEach((row, at) => {
    row.querySelectorAll('*').forEach((part) => {
      for (const attribute of ['name', 'id', 'for', 'list', 'aria-describedby']) {
        const value = part.getAttribute(attribute);
        if (value) part.setAttribute(attribute, value.split(' ').map((one) => one.replace(pattern, `$1${at}`)).join(' '));
      }
    });
  });
};
const add = (group) => {
  const row = group.querySelector('template').content.firstElementChild.cloneNode(true);
  group.querySelector('[data-rows]').append(row);
  renumber(group);
  row.querySelector('input:not([type=hidden]), select, textarea')?.focus();
  group.dispatchEvent(new Event('change', { bubbles: true }));
};
document.addEventListener('click', (event) => {
  const group = event.target.closest?.('[data-repeat]');
  if (!group) return;
  if (event.target.closest('[data-add]')) add(group);
  const gone = event.target.closest('[data-remove]')?.closest('[data-row]');
  if (!gone) return;
  const next = gone.nextElementSibling ?? gone.previousElementSibling;
  gone.remove();
  renumber(group);
  (next?.querySelector('[data-remove]') ?? group.querySelector('[data-add]')).focus();
  group.dispatchEvent(new Event('change', { bubbles: true }));
});
// Enter in the last row starts a new one instead of sending the form half finished.
document.addEventListener('keydown', (event) => {
  const row = event.target.closest?.('[data-row]');
  if (event.key !== 'Enter' || event.ctrlKey || event.metaKey || !row || !event.target.matches('input')) return;
  event.preventDefault();
  const group = row.closest('[data-repeat]');
  const same = event.target.name.split('.').pop();
  if (!row.nextElementSibling) return add(group);
  row.nextElementSibling.querySelector(`[name$=".${CSS.escape(same)}"]`)?.focus();
});

// --- references: the typed name becomes the hidden id ---
const settle = (box) => {
  const [hidden, shown] = [box.querySelector('[type=hidden]'), box.querySelector('[type=text]')];
  const text = shown.value.trim();
  const found = [...box.querySelectorAll('option')].find((one) => one.value === text);
  if (found) hidden.value = found.dataset.value;
  else if (text !== box.dataset.settled) hidden.value = '';
  if (found) box.dataset.settled = text;
  shown.setCustomValidity(text && !hidden.value ? box.dataset.unknown : '');
};
document.querySelectorAll('[data-reference]').forEach((box) => { box.dataset.settled = box.querySelector('[type=text]').value; });
const waiting = new WeakMap();
const look = async (box, text) => {
  const answer = await fetch(`${box.dataset.lookup}q=${encodeURIComponent(text)}`, { headers: { Accept: 'application/json' } });
  if (!answer.ok || box.querySelector('[type=text]').value.trim() !== text) return;
  const choices = await answer.json();
  box.querySelector('datalist').replaceChildren(...choices.map(({ value, label }) => {
    const option = document.createElement('option');
    option.value = label;
    option.dataset.value = value;
    return option;
  }));
  settle(box);
};
document.addEventListener('input', (event) => {
  const box = event.target.closest?.('[data-reference]');
  if (!box || event.target.type === 'hidden') return;
  settle(box);
  clearTimeout(waiting.get(box));
  const text = event.target.value.trim();
  if (box.dataset.lookup && text) waiting.set(box, setTimeout(() => look(box, text), 180));
});
document.addEventListener('focusout', (event) => {
  const box = event.target.closest?.('[data-reference]');
  if (box) setTimeout(() => event.target.reportValidity(), 0);
});
// A form without native checks still must not send a name that is no record.
document.addEventListener('submit', (event) => {
  const wrong = [...event.target.querySelectorAll('[data-reference] [type=text]')].find((one) => one.validity.customError);
  if (!wrong) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  wrong.reportValidity();
}, true);
