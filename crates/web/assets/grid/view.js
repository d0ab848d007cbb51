// What is seen of the grid: only the rows in the window and a few around it, however many there are.

const ROW = 36;
const AROUND = 12;

export class View extends EventTarget {
  constructor(root, model, columns) {
    super();
    Object.assign(this, { root, model, columns });
    this.box = root.querySelector('[role=grid]');
    this.at = { row: 0, column: Math.max(columns.findIndex((column) => column.name === 'description'), 0) };
    this.anchor = { ...this.at };
    this.drawn = new Map();
    this.head();
    this.body = this.box.appendChild(this.part('div', 'q-sheet-body', 'rowgroup'));
    this.box.addEventListener('scroll', () => this.soon(), { passive: true });
    new ResizeObserver(() => this.soon()).observe(this.box);
    model.addEventListener('change', () => this.soon());
  }
  part(tag, name, role) {
    const made = document.createElement(tag);
    made.className = name;
    if (role) made.setAttribute('role', role);
    return made;
  }
  head() {
    const group = this.box.appendChild(this.part('div', 'q-sheet-head', 'rowgroup'));
    const row = group.appendChild(this.part('div', 'q-sheet-row', 'row'));
    row.setAttribute('aria-rowindex', 1);
    this.columns.forEach((column, at) => {
      const cell = row.appendChild(this.part('div', this.classOf(column), 'columnheader'));
      cell.setAttribute('aria-colindex', at + 1);
      cell.textContent = column.title;
    });
  }
  classOf(column) { return `q-sheet-cell is-${column.name}${column.figures ? ' is-figure' : ''}`; }
  // A blank row at the end takes new lines.
  get last() { return this.model.count - (this.model.config.editable ? 0 : 1); }
  range() {
    const [top, bottom] = [this.at.row, this.anchor.row].sort((a, b) => a - b);
    const [left, right] = [this.at.column, this.anchor.column].sort((a, b) => a - b);
    return { top, bottom, left, right };
  }
  soon() {
    if (this.waits) return;
    this.waits = true;
    requestAnimationFrame(() => {
      this.waits = false;
      this.draw();
    });
  }
  draw() {
    const rows = this.last + 1;
    this.body.style.height = `${rows * ROW}px`;
    this.box.setAttribute('aria-rowcount', rows + 1);
    const from = Math.max(0, Math.floor(this.box.scrollTop / ROW) - AROUND);
    const to = Math.min(rows, Math.ceil((this.box.scrollTop + this.box.clientHeight) / ROW) + AROUND);
    this.model.need(from, to);
    for (const [place, row] of this.drawn) {
      if (place < from || place >= to) {
        if (row.contains(document.activeElement)) continue;
        row.remove();
        this.drawn.delete(place);
      }
    }
    for (let place = from; place < to; place += 1) this.row(place);
    const active = document.getElementById(this.idOf(this.at));
    if (active) this.box.setAttribute('aria-activedescendant', active.id);
    else this.box.removeAttribute('aria-activedescendant');
  }
  idOf({ row, column }) { return `line-${row}-${column}`; }
  row(place) {
    let row = this.drawn.get(place);
    if (!row) {
      row = this.part('div', 'q-sheet-row', 'row');
      row.setAttribute('aria-rowindex', place + 2);
      row.style.transform = `translateY(${place * ROW}px)`;
      this.columns.forEach((column, at) => {
        const cell = row.appendChild(this.part('div', this.classOf(column), 'gridcell'));
        cell.id = this.idOf({ row: place, column: at });
        cell.setAttribute('aria-colindex', at + 1);
        Object.assign(cell.dataset, { row: place, column: at });
        cell.appendChild(document.createElement('span'));
      });
      const next = [...this.drawn.keys()].filter((other) => other > place).sort((a, b) => a - b)[0];
      this.body.insertBefore(row, next === undefined ? null : this.drawn.get(next));
      this.drawn.set(place, row);
    }
    const line = this.model.rows.get(place);
    row.dataset.kind = line?.kind ?? (line ? 'item' : place === this.model.count ? 'new' : 'loading');
    const { top, bottom, left, right } = this.range();
    this.columns.forEach((column, at) => {
      const cell = row.children[at];
      const { text, wrong } = this.model.cell(place, column);
      const inside = place >= top && place <= bottom && at >= left && at <= right;
      const blank = place === this.model.count && column.name === 'description' && !text;
      cell.firstChild.textContent = blank ? this.model.config.words['grid-new-row'] : text;
      cell.firstChild.classList.toggle('is-hint', blank);
      cell.title = wrong ?? (line && column.hint?.(line)) ?? '';
      cell.setAttribute('aria-selected', inside);
      cell.classList.toggle('is-at', place === this.at.row && at === this.at.column);
      cell.classList.toggle('is-wrong', Boolean(wrong));
      if (wrong) cell.setAttribute('aria-invalid', 'true');
      else cell.removeAttribute('aria-invalid');
      if (column.readonly || !this.model.config.editable) cell.setAttribute('aria-readonly', 'true');
    });
  }
  go(row, column, extend = false) {
    this.at = { row: Math.min(Math.max(row, 0), Math.max(this.last, 0)), column: Math.min(Math.max(column, 0), this.columns.length - 1) };
    if (!extend) this.anchor = { ...this.at };
    const [top, head] = [this.at.row * ROW, ROW];
    if (top < this.box.scrollTop) this.box.scrollTop = top;
    else if (top + ROW + head > this.box.scrollTop + this.box.clientHeight) this.box.scrollTop = top + ROW + head - this.box.clientHeight + 2;
    this.draw();
    this.dispatchEvent(new Event('go'));
    const cell = document.getElementById(this.idOf(this.at));
    if (!cell) return;
    const [left, right] = [cell.offsetLeft, cell.offsetLeft + cell.offsetWidth];
    if (left < this.box.scrollLeft) this.box.scrollLeft = left;
    else if (right > this.box.scrollLeft + this.box.clientWidth) this.box.scrollLeft = right - this.box.clientWidth;
  }
  get page() { return Math.max(1, Math.floor(this.box.clientHeight / ROW) - 2); }
  cellAt({ row, column }) { return document.getElementById(this.idOf({ row, column })); }
}
