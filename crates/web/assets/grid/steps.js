// Beside the grid: how the price of the line at the cursor came about. Asked again when it is another line, or was stored.

export const steps = (root, model, view) => {
  const panel = root.querySelector('.q-sheet-steps');
  const wait = panel.textContent;
  let [shown, timer] = ['', null];
  const ask = async () => {
    const line = model.rows.get(view.at.row);
    const wanted = line ? `${line.no} ${model.version}` : '';
    if (wanted === shown) return;
    shown = wanted;
    if (!line) {
      panel.textContent = wait;
      return;
    }
    const answer = await fetch(`${model.config.url}/steps?line=${line.no}`).catch(() => null);
    // A line that was left, or changed again, is another question.
    if (shown !== wanted) return;
    if (!answer?.ok) {
      shown = '';
      return;
    }
    panel.innerHTML = await answer.text();
    panel.dataset.line = line.no;
    panel.dataset.version = model.version;
  };
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(ask, 150);
  };
  view.addEventListener('go', soon);
  model.addEventListener('change', soon);
};
