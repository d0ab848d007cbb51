// Typing in a cell: a field over it, a list for what is chosen, products found by what is typed.

export class Editor {
  constructor(view, model, columns) { Object.assign(this, { view, model, columns }); }
  get open() { return Boolean(this.field); }
  // `start` is the character that began it, and takes the place of what stood there.
  begin(start) {
    const { row, column: at } = this.view.at;
    const column = this.columns[at];
    const line = this.model.rows.get(row);
    if (!this.model.config.editable || this.open || row > this.model.count || (row < this.model.count && !line)) return;
    if (column.readonly || column.locked?.(line)) return this.model.setState('refused', this.model.config.words['grid-readonly']);
    const cell = this.view.cellAt(this.view.at);
    const text = start ?? this.model.cell(row, column).text;
    // Lines of a description stay lines: a single-line field would drop them.
    const wide = column.name === 'description';
    this.field = document.createElement(column.choices ? 'select' : wide ? 'textarea' : 'input');
    this.field.className = 'q-sheet-field';
    this.field.setAttribute('aria-label', `${column.title} ${row + 1}`);
    if (column.choices) {
      this.field.append(...column.choices.map((choice) => new Option(choice, choice)));
      const by = start && column.choices.find((choice) => choice.toLowerCase().startsWith(start.toLowerCase()));
      this.field.value = by || this.model.cell(row, column).text || column.choices[0];
    } else {
      if (!wide) Object.assign(this.field, { type: 'text', maxLength: 200 });
      Object.assign(this.field, { value: text, autocomplete: 'off' });
      if (column.figures) this.field.inputMode = 'decimal';
    }
    this.place = { row, column, before: this.model.cell(row, column).text };
    cell.append(this.field);
    this.field.focus();
    if (!column.choices) this.field.setSelectionRange(text.length, text.length);
    if (column.name === 'sku') this.choosing(cell);
    this.field.addEventListener('keydown', (event) => this.key(event));
    this.field.addEventListener('blur', () => this.end(true, false));
  }
  key(event) {
    const step = { Enter: [event.shiftKey ? -1 : 1, 0], Tab: [0, event.shiftKey ? -1 : 1] }[event.key];
    event.stopPropagation();
    if (this.list && ['ArrowDown', 'ArrowUp'].includes(event.key)) {
      event.preventDefault();
      return this.pick(event.key === 'ArrowDown' ? 1 : -1);
    }
    if (event.key === 'Escape') {
      event.preventDefault();
      this.end(false);
    } else if (step) {
      event.preventDefault();
      this.end(true);
      this.view.go(this.view.at.row + step[0], this.view.at.column + step[1]);
    }
  }
  end(keep, focus = true) {
    const { field, place } = this;
    if (!field) return;
    this.field = null;
    const text = this.picked ?? field.value;
    this.picked = null;
    this.list?.remove();
    this.list = null;
    field.remove();
    if (focus) this.view.box.focus({ preventScroll: true });
    if (keep && text !== place.before) {
      this.model.type(place.row, place.column, text);
      this.model.store();
    }
    this.view.draw();
  }

  // --- products by what is typed ---
  choosing(cell) {
    const list = document.createElement('ul');
    list.id = 'line-choices';
    list.className = 'q-sheet-choices';
    list.setAttribute('role', 'listbox');
    list.setAttribute('aria-label', this.model.config.words['grid-choices']);
    list.hidden = true;
    const { top, left, height } = cell.getBoundingClientRect();
    document.body.append(list);
    Object.assign(list.style, { top: `${Math.min(top + height, innerHeight - 260)}px`, left: `${Math.min(left, innerWidth - 300)}px` });
    this.list = list;
    for (const [name, value] of [['role', 'combobox'], ['aria-expanded', 'false'], ['aria-controls', list.id], ['aria-autocomplete', 'list']]) this.field.setAttribute(name, value);
    let timer;
    const look = () => {
      clearTimeout(timer);
      this.picked = null;
      timer = setTimeout(() => this.look(this.field?.value.trim()), 150);
    };
    this.field.addEventListener('input', look);
    list.addEventListener('mousedown', (event) => {
      const hit = event.target.closest('li');
      event.preventDefault();
      if (!hit) return;
      this.picked = hit.dataset.sku;
      this.end(true);
    });
    look();
  }
  async look(text) {
    if (!text || !this.list) return;
    const answer = await fetch(`${this.model.config.lookup}q=${encodeURIComponent(text)}`, { headers: { Accept: 'application/json' } }).catch(() => null);
    if (!answer?.ok || !this.list || this.field?.value.trim() !== text) return;
    const found = await answer.json();
    this.list?.replaceChildren(...found.map(({ label }, at) => {
      const item = document.createElement('li');
      Object.assign(item, { id: `line-choice-${at}`, textContent: label });
      item.dataset.sku = label.split(' · ')[0];
      item.setAttribute('role', 'option');
      return item;
    }));
    if (!this.list) return;
    this.list.hidden = !found.length;
    this.field.setAttribute('aria-expanded', String(found.length > 0));
  }
  pick(by) {
    const items = [...this.list.children];
    if (!items.length) return;
    const now = items.findIndex((item) => item.ariaSelected === 'true');
    const next = items[(now + by + items.length) % items.length] ?? items[0];
    items.forEach((item) => item.setAttribute('aria-selected', item === next));
    next.scrollIntoView({ block: 'nearest' });
    this.field.setAttribute('aria-activedescendant', next.id);
    this.picked = next.dataset.sku;
  }
}
