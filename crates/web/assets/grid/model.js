// What the grid knows: rows that were read, what was typed and is not stored yet, and the way back. It speaks to the server,
// one request at a time, in the order in which things were done.
import { columnOf, isWords } from './columns.js';

const STRETCH = 200;
const unique = () => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');

export class Model extends EventTarget {
  constructor(config, columns, products) {
    super();
    Object.assign(this, { config, columns, products });
    [this.version, this.count, this.totals, this.state] = [0, 0, [], 'loading'];
    this.rows = new Map(); // by place, 0 for the first
    this.typed = new Map(); // by key of the row: what stands in its cells and is not stored, and what is wrong with it
    this.asked = new Set();
    [this.past, this.future, this.queue] = [[], [], []];
    this.busy = false;
  }

  say(name) { this.dispatchEvent(new Event(name)); }
  setState(state, sentence = '') {
    Object.assign(this, { state, sentence });
    this.say('state');
  }

  // --- reading ---
  keyAt(place) { return this.rows.get(place)?.no ?? `new ${place}`; }
  placeOf(key) {
    if (typeof key === 'string') return Number(key.slice(4));
    for (const [place, row] of this.rows) if (row.no === key) return place;
    return -1;
  }
  cell(place, column) {
    const typed = this.typed.get(this.keyAt(place))?.get(column.name);
    if (typed) return typed;
    const row = this.rows.get(place);
    return { text: row ? column.text(row) : '' };
  }
  need(from, to) {
    for (let start = Math.floor(Math.max(from, 0) / STRETCH) * STRETCH; start < Math.min(to, this.count || 1); start += STRETCH) {
      if (!this.asked.has(start)) this.fetchFrom(start);
    }
  }
  async fetchFrom(start) {
    this.asked.add(start);
    try {
      const answer = await fetch(`${this.config.url}/rows?from=${start}&count=${STRETCH}`, { headers: { Accept: 'application/json' } });
      if (!answer.ok) throw new Error(String(answer.status));
      const found = await answer.json();
      // Asked before an edit that was stored meanwhile: asked again when it is drawn.
      if (found.version < this.version) {
        this.asked.delete(start);
        this.say('change');
        return;
      }
      // Read after somebody else's edit: what was read before is of another version.
      if (this.version && found.version !== this.version && !this.busy && !this.queue.length) {
        this.rows.clear();
        this.asked.clear();
        this.asked.add(start);
      }
      if (!this.busy && !this.queue.length) this.version = found.version;
      this.take(found);
      if (this.state === 'loading') this.setState('saved');
    } catch {
      this.asked.delete(start);
      this.setState('failed');
    }
    this.say('change');
  }
  take(found) {
    [this.count, this.totals] = [found.count, found.totals];
    for (const [id, product] of Object.entries(found.products)) this.products.set(id, product);
    for (const row of found.rows) this.rows.set(row.position - 1, row);
  }
  has(from, to) {
    for (let place = from; place <= Math.min(to, this.count - 1); place += 1) if (!this.rows.has(place)) return false;
    return true;
  }
  // Reads the rows that a block needs. Whether they are all there; nothing is typed into a row that was not read.
  async whole(from, to) {
    for (let tries = 0; tries < 200 && !this.has(from, to); tries += 1) {
      this.need(from, to + 1);
      await new Promise((done) => { setTimeout(done, 30); });
    }
    if (this.has(from, to)) return true;
    this.setState('failed');
    return false;
  }

  // --- typing ---
  type(place, column, text) {
    if (column.readonly || place > this.count || (place < this.count && !this.rows.has(place))) return;
    const key = this.keyAt(place);
    const cells = this.typed.get(key) ?? new Map();
    const row = this.rows.get(place);
    // What stands there already is nothing to store, and no longer wrong.
    if (row ? column.text(row) === text : !text.trim()) {
      cells.delete(column.name);
      if (!cells.size) this.typed.delete(key);
      return;
    }
    const { wrong } = column.read(text);
    cells.set(column.name, { text, wrong });
    this.typed.set(key, cells);
  }
  // All that is typed and not wrong, as one step: what a user did at once.
  store() {
    if (this.typed.size) this.push({ typed: true });
    else if (!this.busy && this.state === 'refused') this.settle();
    this.say('change');
  }
  changesOfTyped() {
    const changes = [];
    const keys = [];
    let fresh = this.count;
    const sorted = [...this.typed].sort(([a], [b]) => (typeof a === 'string' ? 1e9 + Number(a.slice(4)) : 0) - (typeof b === 'string' ? 1e9 + Number(b.slice(4)) : 0));
    for (const [key, cells] of sorted) {
      if ([...cells.values()].some((cell) => cell.wrong)) continue;
      const change = { change: 'put', clear: [] };
      for (const column of this.columns) {
        const cell = cells.get(column.name);
        if (!cell) continue;
        const { change: said } = column.read(cell.text);
        change.clear.push(...(said.clear ?? []));
        Object.assign(change, { ...said, clear: change.clear });
      }
      if (typeof key === 'number') change.no = key;
      else {
        if (![...cells.values()].some((cell) => cell.text.trim())) continue;
        change.position = (fresh += 1);
        // A line without a product and a price costs nothing until one is typed.
        if (!change.sku && !change.price && !isWords(change)) change.price = { model: 'per_unit', unit_price: '0' };
        change.clear = [];
      }
      changes.push(change);
      keys.push(key);
    }
    return { changes, keys };
  }

  // --- steps ---
  push(step) {
    this.queue.push(step);
    this.work();
  }
  remove(places) { this.structure(places.map((place) => this.rows.get(place)?.no).filter(Boolean).map((no) => ({ change: 'remove', no }))); }
  move(places, by) {
    const order = by < 0 ? places : [...places].reverse();
    this.structure(order.filter((place) => this.rows.has(place)).map((place) => ({ change: 'move', no: this.rows.get(place).no, position: place + 1 + by })));
  }
  insert(place, description) {
    this.structure([{ change: 'put', position: place + 1, description, price: { model: 'per_unit', unit_price: '0' } }]);
  }
  structure(changes) { if (changes.length) this.push({ changes }); }
  undo() { this.past.length && this.push({ changes: this.past.pop(), way: 'undo' }); }
  redo() { this.future.length && this.push({ changes: this.future.pop(), way: 'redo' }); }

  async work() {
    if (this.busy || this.state === 'conflict') return;
    const step = this.queue.shift();
    if (!step) return;
    // The same again, with the same key, after a lost connection: it is not done twice.
    if (!step.sent) {
      const { changes, keys } = step.typed ? this.changesOfTyped() : { changes: step.changes, keys: [] };
      if (!changes.length) {
        this.settle();
        this.work();
        return;
      }
      Object.assign(step, { sent: { version: this.version, changes }, keys, key: unique() });
    }
    const { sent, keys } = step;
    this.busy = true;
    this.setState('saving');
    let answer;
    try {
      const response = await fetch(this.config.url, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', 'X-CSRF-Token': document.querySelector('meta[name=csrf-token]').content, 'Idempotency-Key': step.key },
        body: JSON.stringify(sent),
      });
      answer = await response.json();
    } catch {
      this.busy = false;
      this.queue.unshift(step);
      this.setState('failed');
      return;
    }
    this.busy = false;
    if (answer.error) this.refused(answer.error, step, keys);
    else this.done(answer, step, keys, sent.changes);
    this.say('change');
    this.work();
  }
  done(answer, step, keys, changes) {
    // What was typed over it while it was on its way stays.
    keys.forEach((key, at) => {
      const cells = this.typed.get(key);
      for (const [name, cell] of cells ?? []) {
        const column = this.columns.find((one) => one.name === name);
        const said = column.read(cell.text).change;
        const same = said && Object.entries(said).every(([field, value]) => (field === 'clear' ? value.every((one) => changes[at].clear.includes(one)) : JSON.stringify(changes[at][field]) === JSON.stringify(value)));
        if (same) cells.delete(name);
      }
      const made = typeof key === 'string' && answer.rows.find((row) => row.position === changes[at].position);
      if (!cells?.size || made) this.typed.delete(key);
      if (cells?.size && made) this.typed.set(made.no, cells);
    });
    this.version = answer.version;
    if (answer.reordered) {
      this.rows.clear();
      this.asked.clear();
    }
    this.take(answer);
    if (answer.undo.length) {
      if (step.way === 'undo') this.future.push(answer.undo);
      else this.past.push(answer.undo);
      if (!step.way) this.future = [];
    }
    this.settle();
  }
  refused(error, step, keys) {
    if (error.code === 'version_stale') {
      delete step.sent;
      this.queue.unshift(step);
      this.setState('conflict');
      return;
    }
    // What could not be taken back can still be.
    if (step.way) this[step.way === 'undo' ? 'past' : 'future'].push(step.changes);
    const path = error.param ?? '';
    const key = keys[Number(path.split('.')[1])];
    const cells = path.startsWith('changes.') && this.typed.get(key);
    if (cells) {
      const name = columnOf(path, this.columns.map((column) => column.name));
      cells.set(name, { text: cells.get(name)?.text ?? this.cell(this.placeOf(key), this.columns.find((one) => one.name === name)).text, wrong: error.message });
      // The other rows of the block are good: they are stored without it.
      if (keys.length > 1 && keys.length < 1000) this.queue.unshift({ typed: true });
    }
    this.setState('refused', error.message);
  }
  settle() {
    const wrong = [...this.typed.values()].flatMap((cells) => [...cells.values()]).find((cell) => cell.wrong);
    if (wrong) this.setState('refused', wrong.wrong);
    else if (!this.queue.length) this.setState('saved');
  }
  retry() {
    if (this.state === 'conflict') return;
    this.setState(this.queue.length || this.typed.size ? 'saving' : 'loading');
    this.say('change');
    if (this.queue.length) this.work();
    else if (this.typed.size) this.store();
    else this.fetchFrom(0);
  }
  // After somebody else's edit: theirs is read, and what was typed here is put in again on top of it.
  async reload() {
    this.rows.clear();
    this.asked.clear();
    [this.past, this.future] = [[], []];
    const waiting = this.queue.splice(0).filter((step) => step.typed);
    this.version = 0;
    this.state = 'loading';
    await this.fetchFrom(0);
    if (waiting.length) this.push({ typed: true });
    this.say('change');
  }
  discard() {
    this.typed.clear();
    this.queue = [];
    if (this.state === 'conflict') {
      this.reload();
      return;
    }
    this.setState('saved');
    this.say('change');
  }
}
