// Copying to the clipboard, also where its API is refused.
(() => {
  const copy = async (text, button) => {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      const area = document.createElement('textarea'); // no clipboard API without HTTPS on another machine
      area.value = text;
      area.className = 'la-visually-hidden';
      document.body.append(area);
      area.select();
      document.execCommand('copy');
      area.remove();
    }
    button.setAttribute('data-copied', '');
    setTimeout(() => button.removeAttribute('data-copied'), 1600);
  };

  document.addEventListener('click', event => {
    const button = event.target.closest?.('[data-copy-code]');
    if (button) {
      copy(button.closest('.md-code').querySelector('pre').innerText, button);
    }
  });

  window.localAi = { copy };
})();
