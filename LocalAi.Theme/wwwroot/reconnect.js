// Past Blazor's own attempts it keeps trying, and loads the page again when the server no longer knows the circuit.
(() => {
  let timer;

  const attempt = async () => {
    clearTimeout(timer);
    try {
      if (await Blazor.reconnect()) {
        return;
      }
      location.reload(); // the server answers but has forgotten this page
    } catch {
      timer = setTimeout(attempt, 2000);
    }
  };

  const reloadWhenBack = async () => {
    clearTimeout(timer);
    try {
      await fetch('alive', { cache: 'no-store' });
      location.reload();
    } catch {
      timer = setTimeout(reloadWhenBack, 1000);
    }
  };

  document.addEventListener('components-reconnect-state-changed', event => {
    const state = event.detail?.state;
    if (state === 'failed') {
      attempt();
    } else if (state === 'rejected' || state === 'resume-failed') {
      reloadWhenBack();
    } else if (state === 'hide') {
      clearTimeout(timer);
    }
  }, true);

  document.addEventListener('click', event => {
    if (event.target.closest?.('[data-reconnect-now]')) {
      attempt();
    }
  });
})();
