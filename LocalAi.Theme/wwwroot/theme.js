// Light or dark before the first paint: the stored choice, else the system's.
(() => {
  const key = 'localai.theme';
  const choices = ['system', 'light', 'dark'];
  const root = document.documentElement;
  const media = matchMedia('(prefers-color-scheme: dark)');

  const stored = () => {
    try {
      const value = localStorage.getItem(key);
      return choices.includes(value) ? value : 'system';
    } catch {
      return 'system'; // storage is refused in some private windows
    }
  };

  const apply = choice => {
    const dark = choice === 'dark' || (choice === 'system' && media.matches);
    root.dataset.theme = dark ? 'dark' : 'light';
    root.dataset.themeChoice = choice;
    document.querySelector('meta[name="theme-color"]')?.setAttribute('content', dark ? '#101614' : '#f7f8f6');
  };

  apply(stored());
  media.addEventListener('change', () => apply(stored()));
  addEventListener('storage', event => event.key === key && apply(stored()));
  document.addEventListener('click', event => {
    if (!event.target.closest?.('[data-theme-toggle]')) {
      return;
    }
    const next = choices[(choices.indexOf(root.dataset.themeChoice) + 1) % choices.length];
    try {
      localStorage.setItem(key, next);
    } catch { /* the choice then lasts for this page */ }
    apply(next);
  });
})();
