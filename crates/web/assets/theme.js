// Runs before the first paint: a reader who has made no choice gets the theme of the system.
(() => {
  const root = document.documentElement;
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const apply = () => {
    const choice = root.dataset.themeChoice || 'auto';
    root.dataset.bsTheme = choice === 'auto' ? (dark.matches ? 'dark' : 'light') : choice;
    dispatchEvent(new CustomEvent('q:theme'));
  };
  dark.addEventListener('change', apply);
  addEventListener('q:theme-choice', apply);
  apply();
})();
