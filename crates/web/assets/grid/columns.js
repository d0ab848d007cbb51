// The columns of the grid: how a line's value is shown, typed, copied, and said as a change.

const KINDS = ['item', 'optional', 'chosen', 'alternative', 'heading', 'note'];
const CHARGING = ['one_off', 'monthly', 'quarterly', 'yearly'];
export const isWords = (row) => row && (row.kind === 'heading' || row.kind === 'note');

// A figure as it is typed here, or copied from a spreadsheet of either habit: `1.234,50`, `1,234.50`, `1 234.5`.
export const figure = (text, lang) => {
  const [group, point] = lang === 'nl' ? ['.', ','] : [',', '.'];
  const bare = text.replace(/[\s\u00a0\u202f€$£%']/g, '');
  const both = bare.includes(group) && bare.includes(point);
  const grouped = new RegExp(`^-?\\d{1,3}(\\${group}\\d{3})+$`).test(bare);
  let plain = bare;
  if (both) {
    const last = bare.lastIndexOf(group) > bare.lastIndexOf(point) ? group : point;
    plain = bare.split(last === group ? point : group).join('').replace(last, '.');
  } else if (grouped) plain = bare.split(group).join('');
  else plain = bare.replace(',', '.');
  return /^-?\d+(\.\d+)?$/.test(plain) ? plain : null;
};

const one = (value, words, prefix, sentence) => (text) => {
  const wanted = text.trim().toLowerCase();
  const found = value.find((key) => key === wanted || (words[`${prefix}-${key}`] ?? '').toLowerCase() === wanted);
  return found ? { value: found } : { wrong: sentence };
};

export const columns = ({ lang, words, units, columns: names, digits }, products) => {
  const format = (places) => new Intl.NumberFormat(lang, { minimumFractionDigits: places, maximumFractionDigits: 12 });
  const [plain, money] = [format(0), format(digits)];
  // Shown with the reader's signs; a figure too long to be shown exactly stands as it is.
  const decimal = (text, shape) => (text === undefined || text === null ? '' : text.length > 15 ? text : shape.format(Number(text)));
  const wrongFigure = words['grid-wrong-figure'].replace('%example%', money.format(12.5));
  const number = (field, clear) => (text) => {
    if (!text.trim() && clear) return { change: { clear: [clear] } };
    const value = figure(text, lang);
    return value === null ? { wrong: wrongFigure } : { change: { [field]: value } };
  };
  const all = {
    no: { readonly: true, figures: true, text: (row) => String(row.no) },
    kind: {
      text: (row) => words[`kind-${row.kind ?? 'item'}`],
      choices: KINDS.map((key) => words[`kind-${key}`]),
      read: (text) => {
        const { value, wrong } = one(KINDS, words, 'kind', words['grid-wrong-kind'])(text);
        return wrong ? { wrong } : { change: { kind: value } };
      },
    },
    sku: {
      text: (row) => products.get(row.product)?.sku ?? '',
      hint: (row) => products.get(row.product)?.name ?? '',
      read: (text) => (text.trim() ? { change: { sku: text.trim() } } : { change: { clear: ['product'] } }),
    },
    description: { wide: true, text: (row) => row.description, read: (text) => ({ change: { description: text } }) },
    quantity: { figures: true, text: (row) => (isWords(row) ? '' : decimal(row.quantity, plain)), read: number('quantity') },
    // Shown by name; read by name, and by code for what is pasted or has no name here.
    unit: {
      text: (row) => (isWords(row) ? '' : units[row.unit] ?? row.unit),
      read: (text) => {
        const typed = text.trim().toLowerCase();
        const named = Object.keys(units).find((code) => units[code].toLowerCase() === typed);
        return { change: { unit: named ?? text.trim().toUpperCase() } };
      },
    },
    price: {
      figures: true,
      text: (row) => (isWords(row) ? '' : row.price?.model === 'per_unit' ? decimal(row.price.unit_price, money) : words['grid-model']),
      locked: (row) => row && !isWords(row) && row.price?.model !== 'per_unit',
      read: (text) => {
        if (!text.trim()) return { change: { clear: ['price'] } };
        const value = figure(text, lang);
        return value === null ? { wrong: wrongFigure } : { change: { price: { model: 'per_unit', unit_price: value } } };
      },
    },
    discount: { figures: true, text: (row) => decimal(row.discount, plain), read: number('discount', 'discount') },
    charging: {
      text: (row) => (isWords(row) ? '' : words[`charging-${row.charging}`]),
      choices: CHARGING.map((key) => words[`charging-${key}`]),
      read: (text) => {
        const { value, wrong } = one(CHARGING, words, 'charging', words['grid-wrong-charging'])(text);
        return wrong ? { wrong } : { change: { charging: value } };
      },
    },
    term: {
      figures: true,
      text: (row) => (row.term ? String(row.term) : ''),
      read: (text) => {
        if (!text.trim()) return { change: { clear: ['term'] } };
        return /^\d+$/.test(text.trim()) ? { change: { term: Number(text) } } : { wrong: wrongFigure.replace(money.format(12.5), '12') };
      },
    },
    alternative: {
      text: (row) => (row.alternative ? `${row.alternative.group}: ${row.alternative.name}` : ''),
      read: (text) => {
        if (!text.trim()) return { change: { clear: ['alternative'] } };
        const at = text.indexOf(':');
        if (at < 1 || !text.slice(at + 1).trim()) return { wrong: words['grid-wrong-alternative'] };
        return { change: { alternative: { group: text.slice(0, at).trim(), name: text.slice(at + 1).trim() } } };
      },
    },
    customer_quantity: {
      figures: true,
      text: (row) => {
        const range = row.customer_quantity;
        if (!range) return '';
        const bounds = `${decimal(range.min, plain)}-${decimal(range.max, plain)}`;
        return range.step ? `${bounds}/${decimal(range.step, plain)}` : bounds;
      },
      read: (text) => {
        if (!text.trim()) return { change: { clear: ['customer_quantity'] } };
        const parts = /^([^-–/]+)[-–]([^-–/]+)(?:\/([^-–/]+))?$/.exec(text.trim());
        const [min, max, step] = (parts ?? []).slice(1).map((part) => (part === undefined ? undefined : figure(part, lang)));
        if (!min || !max || step === null) return { wrong: words['grid-wrong-range'] };
        return { change: { customer_quantity: step === undefined ? { min, max } : { min, max, step } } };
      },
    },
    net: {
      readonly: true,
      figures: true,
      text: (row) => (isWords(row) ? '' : money.format(row.net.minor / 10 ** digits)),
    },
    margin: {
      readonly: true,
      figures: true,
      text: (row) => (row.margin?.percent === undefined ? '' : decimal(row.margin.percent, plain)),
      hint: (row) => (row.margin ? money.format(row.margin.margin.minor / 10 ** digits) : ''),
    },
  };
  return names.map((name) => ({ name, title: words[`grid-col-${name}`], ...all[name] }));
};

// The field of the input that a refusal's path names, as the column it is typed in: `changes.3.price.unit_price`.
export const columnOf = (path, names) => {
  const field = path.split('.')[2];
  return field === 'product' ? 'sku' : names.includes(field) ? field : 'description';
};
