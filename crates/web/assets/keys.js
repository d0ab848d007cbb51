// The keyboard: search, palette, going to a page, moving through rows, marking rows for bulk actions.
const typing = (target) => target.closest('input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]');
const find = (selector) => document.querySelector(selector);
const all = (selector, scope = document) => [...scope.querySelectorAll(selector)];

// --- rows ---
const rows = () => all('.is-list tbody tr[data-href]');
let here = null;
const move = (step) => {
  const list = rows();
  if (!list.length) return;
  const at = list.indexOf(here);
  here?.classList.remove('is-here');
  here = list[at < 0 ? (step > 0 ? 0 : list.length - 1) : Math.max(0, Math.min(list.length - 1, at + step))];
  here.classList.add('is-here');
  here.querySelector('.q-row-link').focus({ preventScroll: true });
  here.scrollIntoView({ block: 'nearest' });
};
document.addEventListener('click', (event) => {
  const row = event.target.closest?.('tr[data-href]');
  if (!row || event.defaultPrevented || event.target.closest('a, button, input, label, summary, td.q-check') || getSelection().toString()) return;
  if (event.ctrlKey || event.metaKey) open(row.dataset.href, '_blank', 'noopener');
  else location.assign(row.dataset.href);
});

// --- marks ---
const count = (form) => {
  const marks = all('[data-mark]', form);
  const marked = marks.filter((mark) => mark.checked).length;
  const bar = form.querySelector('.q-bulk');
  const every = form.querySelector('[data-mark-all]');
  bar.hidden = marked === 0;
  bar.querySelector('[data-bulk-count]').textContent = marked;
  every.checked = marked > 0 && marked === marks.length;
  every.indeterminate = marked > 0 && marked < marks.length;
  marks.forEach((mark) => mark.closest('tr').classList.toggle('is-marked', mark.checked));
};
let last = null;
document.addEventListener('click', (event) => {
  const mark = event.target.closest?.('[data-mark]');
  if (!mark) return;
  const marks = all('[data-mark]', mark.form);
  if (event.shiftKey && last && marks.includes(last)) {
    const [from, to] = [marks.indexOf(last), marks.indexOf(mark)].sort((a, b) => a - b);
    marks.slice(from, to + 1).forEach((one) => { one.checked = mark.checked; });
  }
  last = mark;
  count(mark.form);
});
document.addEventListener('change', (event) => {
  if (!event.target.matches('[data-mark-all]')) return;
  all('[data-mark]', event.target.form).forEach((mark) => { mark.checked = event.target.checked; });
  count(event.target.form);
});
const clear = (form) => {
  all('[data-mark]', form).forEach((mark) => { mark.checked = false; });
  count(form);
};
document.addEventListener('click', (event) => {
  if (event.target.closest?.('[data-bulk-clear]')) clear(event.target.closest('form'));
});
addEventListener('pageshow', () => all('form[data-bulk]').forEach(count));

// --- palette ---
const palette = find('#palette');
const box = palette?.querySelector('input');
const list = find('#palette-list');
const pages = list?.innerHTML;
const options = () => all('[role=option]', list);
const choose = (option) => {
  options().forEach((one, at) => {
    one.id = `palette-${at}`;
    one.setAttribute('aria-selected', one === option);
  });
  if (option) box.setAttribute('aria-activedescendant', option.id);
  else box.removeAttribute('aria-activedescendant');
  option?.scrollIntoView({ block: 'nearest' });
};
const local = (text) => {
  list.innerHTML = pages;
  options().forEach((one) => one.textContent.toLowerCase().includes(text.toLowerCase()) || one.remove());
};
let asked;
const ask = async () => {
  const text = box.value.trim();
  asked?.abort();
  asked = new AbortController();
  local(text);
  choose(options()[0]);
  if (!text) return;
  try {
    const answer = await fetch(`${palette.dataset.from}?q=${encodeURIComponent(text)}`, { signal: asked.signal, headers: { 'HX-Request': 'true' } });
    if (!answer.ok) return;
    // What the server knows comes after the pages whose names match.
    const found = document.createElement('template');
    found.innerHTML = await answer.text();
    const known = new Set(options().map((one) => one.getAttribute('href')));
    list.append(...all('[role=option]', found.content).filter((one) => !known.has(one.getAttribute('href'))));
    choose(options()[0]);
  } catch (error) {
    if (error.name !== 'AbortError') throw error;
  }
};
const show = () => {
  if (!palette || palette.open) return;
  palette.showModal();
  box.value = '';
  box.focus();
  ask();
};
let waiting;
box?.addEventListener('input', () => { clearTimeout(waiting); waiting = setTimeout(ask, 120); });
box?.addEventListener('keydown', (event) => {
  const found = options();
  const at = found.findIndex((one) => one.ariaSelected === 'true');
  if (event.key === 'ArrowDown') choose(found[(at + 1) % found.length]);
  else if (event.key === 'ArrowUp') choose(found[(at - 1 + found.length) % found.length]);
  else if (event.key === 'Enter' && found[at]) found[at].click();
  else return;
  event.preventDefault();
});
document.addEventListener('click', (event) => {
  if (event.target.closest?.('[data-palette]')) show();
  if (event.target.closest?.('[data-keys]')) find('#keys')?.showModal();
  // A click on the backdrop lands on the dialog itself.
  if (event.target.matches?.('dialog[open]')) event.target.close();
});

// --- keys ---
let going = 0;
document.addEventListener('keydown', (event) => {
  const { key, target } = event;
  if ((event.ctrlKey || event.metaKey) && key.toLowerCase() === 'k') {
    event.preventDefault();
    return show();
  }
  if ((event.ctrlKey || event.metaKey) && key === 'Enter' && target.form?.matches('form')) {
    event.preventDefault();
    return target.form.requestSubmit(target.form.querySelector('[type=submit]:not([name])'));
  }
  if (key === 'Escape' && target.matches('[data-search]')) return target.blur();
  if (event.ctrlKey || event.metaKey || event.altKey || typing(target) || find('dialog[open]')) return;
  if (Date.now() - going < 1500) {
    going = 0;
    const link = find(`[data-go="${CSS.escape(key)}"]`);
    if (link) return location.assign(link.href);
  }
  const acts = {
    '/': () => find('[data-search]')?.focus(),
    '?': () => find('#keys')?.showModal(),
    g: () => { going = Date.now(); },
    j: () => move(1),
    k: () => move(-1),
    x: () => here?.isConnected && here.querySelector('[data-mark]')?.click(),
    Escape: () => {
      all('form[data-bulk]').forEach(clear);
      here?.classList.remove('is-here');
      here = null;
    },
  };
  const act = acts[key] ?? (/^[a-z]$/.test(key) && find(`[data-key="${key}"]`) ? () => find(`[data-key="${key}"]`).click() : null);
  if (!act) return;
  if (key !== 'Escape') event.preventDefault();
  act();
});
