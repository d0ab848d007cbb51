// The lines of a quote as a spreadsheet: keys, mouse, blocks, and the tools above it.
import { columns as columnsOf } from './columns.js';
import { Model } from './model.js';
import { View } from './view.js';
import { Editor } from './editor.js';
import { block, put, written } from './paste.js';
import { steps as priceSteps } from './steps.js';

const root = document.querySelector('[data-lines]');
const config = JSON.parse(root.dataset.lines);
const products = new Map();
const columns = columnsOf(config, products);
const model = new Model(config, columns, products);
const view = new View(root, model, columns);
const editor = new Editor(view, model, columns);
const tools = new Map([...root.querySelectorAll('[data-grid]')].map((button) => [button.dataset.grid, button]));

// --- what is said ---
const state = root.querySelector('.q-sheet-state');
const trouble = root.querySelector('.q-sheet-trouble');
const words = { saved: 'grid-saved', saving: 'grid-saving', loading: 'grid-loading', failed: 'grid-failed', conflict: 'grid-conflict' };
const said = () => {
  const sentence = model.state === 'refused' ? config.words['grid-refused'].replace('%sentence%', model.sentence) : config.words[words[model.state]];
  const bad = ['refused', 'failed', 'conflict'].includes(model.state);
  state.dataset.state = model.state;
  state.textContent = bad ? '' : sentence;
  if (!trouble) return;
  trouble.hidden = !bad;
  trouble.querySelector('p').textContent = bad ? sentence : '';
  tools.get('retry').hidden = model.state !== 'failed';
  tools.get('reload').hidden = model.state !== 'conflict';
  tools.get('discard').hidden = model.state === 'failed';
};
const totals = root.querySelector('.q-sheet-totals');
const shown = () => {
  totals.replaceChildren(...model.totals.flatMap(({ key, label, text }) => [
    Object.assign(document.createElement('dt'), { textContent: label ?? config.words[key] }),
    Object.assign(document.createElement('dd'), { textContent: text }),
  ]));
  const busy = !config.editable || !model.version;
  for (const name of ['insert', 'delete', 'up', 'down']) if (tools.has(name)) tools.get(name).disabled = busy;
  if (tools.has('undo')) tools.get('undo').disabled = !model.past.length;
  if (tools.has('redo')) tools.get('redo').disabled = !model.future.length;
};
model.addEventListener('state', said);
model.addEventListener('change', shown);
addEventListener('beforeunload', (event) => {
  if (model.busy || model.queue.length || model.typed.size) event.preventDefault();
});

// --- tools, by button or key ---
const places = () => {
  const { top, bottom } = view.range();
  return [...Array(bottom - top + 1).keys()].map((at) => top + at).filter((place) => place < model.count);
};
const shift = (by) => {
  const all = places();
  if (!all.length || all[0] + by < 0 || all.at(-1) + by >= model.count) return;
  model.move(all, by);
  view.at.row += by;
  view.anchor.row += by;
};
// Does something to all lines of the selection, once they were read.
const withLines = async (act) => {
  const { top, bottom } = view.range();
  if (await model.whole(top, bottom)) act();
};
const acts = {
  insert: () => model.insert(Math.min(view.at.row, model.count), config.words['grid-new-row']),
  delete: () => withLines(() => model.remove(places())),
  up: () => shift(-1),
  down: () => shift(1),
  undo: () => model.undo(),
  redo: () => model.redo(),
  retry: () => model.retry(),
  reload: () => model.reload(),
  discard: () => model.discard(),
};
root.addEventListener('click', (event) => {
  const button = event.target.closest('[data-grid]');
  if (!button) return;
  acts[button.dataset.grid]();
  view.box.focus({ preventScroll: true });
});

const clear = () => withLines(() => {
  const { top, bottom, left, right } = view.range();
  for (let row = top; row <= Math.min(bottom, model.count - 1); row += 1) {
    for (let at = left; at <= right; at += 1) {
      if (!['kind', 'charging', 'quantity', 'unit'].includes(columns[at].name)) model.type(row, columns[at], '');
    }
  }
  model.store();
});

// --- keys ---
const steps = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
const keyed = (event) => {
  const { row, column } = view.at;
  const [ctrl, more] = [event.ctrlKey || event.metaKey, event.shiftKey];
  const step = steps[event.key];
  if (step && event.altKey) return step[0] ? shift(step[0]) : false;
  if (step) {
    const far = (now, by, end) => (ctrl ? (by < 0 ? 0 : by > 0 ? end : now) : now + by);
    return view.go(far(row, step[0], view.last), far(column, step[1], columns.length - 1), more);
  }
  switch (event.key) {
    case 'PageUp': return view.go(row - view.page, column, more);
    case 'PageDown': return view.go(row + view.page, column, more);
    case 'Home': return view.go(ctrl ? 0 : row, 0, more);
    case 'End': return view.go(ctrl ? view.last : row, columns.length - 1, more);
    case 'Enter': return ctrl ? acts.insert() : editor.begin();
    case 'F2': return editor.begin();
    case 'Delete': return ctrl ? acts.delete() : clear();
    case 'Backspace': return clear();
    case 'Escape': return view.go(row, column);
    default:
  }
  if (ctrl && event.key.toLowerCase() === 'z') return more ? model.redo() : model.undo();
  if (ctrl && event.key.toLowerCase() === 'y') return model.redo();
  if (ctrl && event.key.toLowerCase() === 'a') {
    view.anchor = { row: 0, column: 0 };
    return view.go(Math.max(model.count - 1, 0), columns.length - 1, true);
  }
  if (event.key.length === 1 && !ctrl && !event.altKey) return editor.begin(event.key);
  return false;
};
view.box.addEventListener('keydown', (event) => {
  if (editor.open || event.isComposing) return;
  // Tab leaves the grid from its first and last cell, as from a field.
  if (event.key === 'Tab') {
    const at = view.at.column + (event.shiftKey ? -1 : 1);
    if (at < 0 || at >= columns.length) return;
    event.preventDefault();
    view.go(view.at.row, at);
    return;
  }
  if (keyed(event) === false) return;
  event.preventDefault();
  event.stopPropagation();
});

// --- mouse and touch ---
const hit = (event) => event.target.closest?.('[role=gridcell]');
let dragging = false;
view.box.addEventListener('pointerdown', (event) => {
  const cell = hit(event);
  if (!cell || event.target.closest('.q-sheet-field')) return;
  editor.end(true);
  const [row, column] = [Number(cell.dataset.row), Number(cell.dataset.column)];
  const again = row === view.at.row && column === view.at.column && event.pointerType === 'touch' && document.activeElement === view.box;
  view.go(row, column, event.shiftKey);
  dragging = event.pointerType === 'mouse';
  if (again) setTimeout(() => editor.begin(), 0);
});
view.box.addEventListener('pointerover', (event) => {
  const cell = dragging && event.buttons && hit(event);
  if (cell) view.go(Number(cell.dataset.row), Number(cell.dataset.column), true);
});
addEventListener('pointerup', () => { dragging = false; });
view.box.addEventListener('dblclick', (event) => hit(event) && editor.begin());

// --- blocks ---
document.addEventListener('copy', (event) => {
  if (document.activeElement !== view.box) return;
  event.preventDefault();
  const range = view.range();
  if (model.has(range.top, range.bottom)) event.clipboardData.setData('text/plain', written(model, columns, range));
  else withLines(() => navigator.clipboard?.writeText(written(model, columns, range)));
});
document.addEventListener('paste', async (event) => {
  if (document.activeElement !== view.box || !config.editable) return;
  event.preventDefault();
  const [text, range] = [event.clipboardData.getData('text/plain'), view.range()];
  if (!await model.whole(range.top, Math.max(range.bottom, range.top + block(text).length - 1))) return;
  const wrong = put(model, columns, text, range);
  if (wrong) return model.setState('refused', wrong);
  model.store();
});

priceSteps(root, model, view);
model.fetchFrom(0);
