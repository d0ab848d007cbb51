// Behaviour shared by all pages. Everything is delegated from the document, so fragments that htmx brings in work at once.
import './keys.js';
import './forms.js';

const root = document.documentElement;
const on = (type, selector, act) => document.addEventListener(type, (event) => {
  const hit = event.target instanceof Element && event.target.closest(selector);
  if (hit) act(event, hit);
});

// --- theme: changes at once; the cookie tells the server, the form works without this script ---
on('click', '[data-theme-set]', (event, button) => {
  event.preventDefault();
  const choice = button.dataset.themeSet;
  const secure = location.protocol === 'https:' ? '; Secure' : '';
  document.cookie = `theme=${choice}; Path=/; Max-Age=31536000; SameSite=Lax${secure}`;
  root.dataset.themeChoice = choice;
  document.querySelectorAll('[data-theme-set]').forEach((one) => one.setAttribute('aria-pressed', one === button));
  dispatchEvent(new CustomEvent('q:theme-choice'));
});

// --- navigation on a phone ---
const navigation = (open) => {
  document.body.classList.toggle('nav-open', open);
  document.querySelector('[data-nav-open]')?.setAttribute('aria-expanded', open);
  if (open) document.querySelector('#nav a')?.focus();
};
on('click', '[data-nav-open]', () => navigation(!document.body.classList.contains('nav-open')));
on('click', '[data-nav-close]', () => navigation(false));

// --- menus: one open at a time, closed by a click elsewhere, by Escape and when the focus leaves ---
const closeMenus = (except) => document.querySelectorAll('details.q-menu[open]').forEach((menu) => {
  if (menu !== except) menu.open = false;
});
document.addEventListener('click', (event) => closeMenus(event.target.closest?.('details.q-menu')));
document.addEventListener('focusin', (event) => closeMenus(event.target.closest?.('details.q-menu')));
document.addEventListener('keydown', (event) => {
  const menu = event.target.closest?.('details.q-menu');
  if (event.key === 'Escape') {
    if (document.body.classList.contains('nav-open')) {
      navigation(false);
      document.querySelector('[data-nav-open]')?.focus();
    }
    if (menu?.open) menu.querySelector('summary').focus();
    closeMenus();
  }
  if (menu && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
    const items = [...menu.querySelectorAll('.q-menu-item')];
    const step = event.key === 'ArrowDown' ? 1 : -1;
    event.preventDefault();
    menu.open = true;
    items[(items.indexOf(document.activeElement) + step + items.length) % items.length]?.focus();
  }
});

// --- toasts ---
const svg = (id) => {
  const from = document.querySelector('svg.ic use')?.getAttribute('href').split('#')[0];
  const picture = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  const use = document.createElementNS('http://www.w3.org/2000/svg', 'use');
  picture.setAttribute('class', 'ic');
  picture.setAttribute('aria-hidden', 'true');
  use.setAttribute('href', `${from}#${id}`);
  picture.append(use);
  return picture;
};
const fade = (toast) => {
  if (!toast.classList.contains('tone-bad')) setTimeout(() => toast.matches(':hover, :focus-within') ? fade(toast) : toast.remove(), 8000);
};
export const toast = (text, tone = 'good') => {
  const box = document.querySelector('#toasts');
  if (!box) return;
  const item = document.createElement('div');
  const close = document.createElement('button');
  item.className = `q-toast tone-${tone}`;
  item.append(svg(tone === 'bad' ? 'alert-circle' : 'circle-check'), Object.assign(document.createElement('span'), { textContent: text }), close);
  close.type = 'button';
  close.dataset.dismissToast = '';
  close.ariaLabel = box.dataset.dismiss;
  close.append(svg('x'));
  box.append(item);
  fade(item);
};
document.querySelectorAll('.q-toast').forEach(fade);
on('click', '[data-dismiss-toast]', (_, button) => button.parentElement.remove());
// The server answers a fragment with the header HX-Trigger: {"toast":{"text":"...","tone":"good"}}.
document.addEventListener('toast', (event) => toast(event.detail.text, event.detail.tone));

// --- copy ---
on('click', '[data-copy]', async (_, button) => {
  await navigator.clipboard.writeText(button.dataset.copy);
  const label = button.querySelector('span') ?? button;
  const before = label.textContent;
  if (before === button.dataset.copied) return;
  label.textContent = button.dataset.copied;
  setTimeout(() => { label.textContent = before; }, 1600);
});

// --- confirm: an act with data-confirm waits for an answer ---
const ask = (question, danger) => new Promise((answer) => {
  const dialog = document.querySelector('#confirm');
  if (!dialog) return answer(true);
  dialog.querySelector('#confirm-text').textContent = question;
  const yes = dialog.querySelector('[data-yes]');
  yes.className = `btn ${danger ? 'btn-q-danger' : 'btn-q-primary'}`;
  dialog.returnValue = '';
  dialog.addEventListener('close', () => answer(dialog.returnValue === 'yes'), { once: true });
  dialog.showModal();
  yes.focus();
});
const answered = new WeakSet();
document.addEventListener('submit', async (event) => {
  const form = event.target;
  const asking = [event.submitter, form].find((one) => one?.dataset.confirm);
  if (form.method === 'dialog' || !asking || answered.has(form)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (!await ask(asking.dataset.confirm, 'danger' in asking.dataset)) return;
  answered.add(form);
  form.requestSubmit(event.submitter);
  answered.delete(form);
}, true);
document.addEventListener('htmx:confirm', async (event) => {
  const question = event.detail.elt.dataset.confirm;
  if (!question || event.detail.elt.matches('form, [type=submit]')) return;
  event.preventDefault();
  if (await ask(question, 'danger' in event.detail.elt.dataset)) event.detail.issueRequest(true);
});

// --- sending: a form is sent once; its button says that it is busy ---
const ready = (form) => {
  delete form.dataset.sending;
  form.querySelectorAll('[type=submit]').forEach((button) => {
    button.disabled = false;
    button.removeAttribute('aria-busy');
  });
};
document.addEventListener('submit', (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method === 'dialog' || form.method === 'get') return;
  if ('sending' in form.dataset) return event.preventDefault();
  form.dataset.sending = '';
  event.submitter?.setAttribute('aria-busy', 'true');
  // After the browser has read the values, or the pressed button's own value would be lost.
  setTimeout(() => form.querySelectorAll('[type=submit]').forEach((button) => { button.disabled = true; }), 0);
  // An answer that is a file leaves the page where it is.
  setTimeout(() => ready(form), 10_000);
});
addEventListener('pageshow', () => document.querySelectorAll('form[data-sending]').forEach(ready));
document.addEventListener('htmx:afterRequest', (event) => {
  const form = event.target.closest?.('form[data-sending]');
  if (form) ready(form);
});

// --- htmx: the token goes with every request; a failed one is said ---
document.addEventListener('htmx:configRequest', (event) => {
  event.detail.headers['X-CSRF-Token'] = document.querySelector('meta[name=csrf-token]')?.content ?? '';
});
document.addEventListener('htmx:responseError', (event) => toast(`${event.detail.xhr.status} ${event.detail.xhr.statusText}`, 'bad'));

// --- a blocked action says why ---
on('click', '[data-blocked]', (event, button) => {
  event.preventDefault();
  toast(button.dataset.blocked, 'warn');
});

// --- board: dropping a card posts the form in its own menu ---
on('dragstart', '[data-board] [data-card]', (event, card) => {
  event.dataTransfer.setData('text/plain', card.dataset.card);
  event.dataTransfer.effectAllowed = 'move';
  card.classList.add('is-dragged');
});
on('dragend', '[data-card]', (_, card) => card.classList.remove('is-dragged'));
on('dragover', '[data-board] [data-column]', (event, column) => {
  event.preventDefault();
  document.querySelectorAll('.is-target').forEach((one) => one !== column && one.classList.remove('is-target'));
  column.classList.add('is-target');
});
on('drop', '[data-board] [data-column]', (event, column) => {
  event.preventDefault();
  column.classList.remove('is-target');
  const id = CSS.escape(event.dataTransfer.getData('text/plain'));
  const button = document.querySelector(`[data-card="${id}"] [name=to][value="${CSS.escape(column.dataset.column)}"]`);
  if (!button) return;
  column.querySelector('ul').prepend(button.closest('[data-card]'));
  button.form.requestSubmit(button);
});

// --- charts: the library is loaded only where there is one ---
const draw = async (scope) => {
  const plots = scope.querySelectorAll('[data-chart]:not([data-drawn])');
  if (plots.length) (await import('./chart.js')).draw(plots);
};
document.addEventListener('htmx:afterSwap', (event) => draw(event.target));
draw(document);
