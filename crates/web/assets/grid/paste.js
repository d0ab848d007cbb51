// Blocks to and from a spreadsheet: rows by lines, cells by tabs, quoted where a cell holds either.

export const block = (text) => {
  const rows = [[]];
  let [cell, quoted] = ['', false];
  const end = () => { rows.at(-1).push(cell); cell = ''; };
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at];
    if (quoted) {
      if (sign !== '"') cell += sign;
      else if (text[at + 1] === '"') { cell += '"'; at += 1; } else quoted = false;
    } else if (sign === '"' && cell === '') quoted = true;
    else if (sign === '\t') end();
    else if (sign === '\n') { end(); rows.push([]); } else if (sign !== '\r') cell += sign;
  }
  end();
  if (rows.length > 1 && rows.at(-1).length === 1 && rows.at(-1)[0] === '') rows.pop();
  return rows;
};
const quote = (text) => (/["\t\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

export const written = (model, columns, { top, bottom, left, right }) => {
  const rows = [];
  for (let row = top; row <= Math.min(bottom, model.count - 1); row += 1) {
    rows.push(columns.slice(left, right + 1).map((column) => quote(model.cell(row, column).text)).join('\t'));
  }
  return rows.join('\n');
};

// Types a block in from a place on, once or over a whole range; returns the sentence of what cannot be done.
export const put = (model, columns, text, { top, bottom, left, right }) => {
  const rows = block(text);
  const width = Math.max(...rows.map((row) => row.length));
  if (width > columns.length - left) {
    return model.config.words['grid-too-wide'].replace('%columns%', width).replace('%left%', columns.length - left);
  }
  const fill = rows.length === 1 && width === 1;
  const [height, wide] = fill ? [bottom - top + 1, right - left + 1] : [rows.length, width];
  for (let row = 0; row < height; row += 1) {
    for (let column = 0; column < wide; column += 1) {
      const value = fill ? rows[0][0] : rows[row][column];
      if (value !== undefined) put.cell(model, top + row, columns[left + column], value);
    }
  }
  return null;
};
// Rows beyond the last are new lines, each with a place of its own.
put.cell = (model, place, column, text) => {
  if (column.readonly) return;
  if (place < model.count) return model.type(place, column, text);
  const key = `new ${place}`;
  const cells = model.typed.get(key) ?? new Map();
  if (text.trim()) cells.set(column.name, { text, wrong: column.read(text).wrong });
  if (cells.size) model.typed.set(key, cells);
};
