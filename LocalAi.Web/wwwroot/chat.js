// What must not wait for the circuit: typing, drafts, keys, scrolling, the navigation drawer.
(() => {
  const longText = 4000; // characters; more goes to the server as a stream
  let page; // the ChatPage of the circuit, once it is there
  let sending = false;

  const $ = selector => document.querySelector(selector);
  const box = () => $('[data-message-box]');
  const isBusy = () => $('[data-chat]')?.dataset.busy !== undefined && $('[data-chat]').dataset.busy !== 'False';

  const store = {
    get: key => { try { return localStorage.getItem(key); } catch { return null; } },
    set: (key, value) => {
      try {
        value ? localStorage.setItem(key, value) : localStorage.removeItem(key);
      } catch { /* storage full or refused: the text is still in the box */ }
    },
  };
  const draftKey = () => `localai.draft.${location.pathname}`;

  // Message box
  const resize = () => {
    const area = box();
    if (!area) {
      return;
    }
    area.style.height = 'auto';
    area.style.height = `${Math.min(area.scrollHeight, Math.round(innerHeight * 0.4))}px`;
    area.closest('[data-composer]').toggleAttribute('data-filled', area.value.trim() !== '');
  };

  const setText = (text, focus = true) => {
    const area = box();
    if (!area) {
      return;
    }
    area.value = text;
    store.set(draftKey(), text);
    resize();
    if (focus) {
      area.focus();
      area.setSelectionRange(text.length, text.length);
    }
  };

  const restoreDraft = () => {
    const area = box();
    if (area && area.value === '') {
      area.value = store.get(draftKey()) ?? '';
    }
    resize();
  };

  const send = async () => {
    const area = box();
    const text = area?.value ?? '';
    if (!page || sending || text.trim() === '' || isBusy()) {
      return;
    }
    sending = true;
    const key = draftKey(); // kept until the agent has the question
    area.value = '';
    resize();
    stick = true;
    let accepted = false;
    try {
      accepted = text.length > longText
        ? await page.invokeMethodAsync('SendLongAsync', DotNet.createJSStreamReference(new TextEncoder().encode(text)))
        : await page.invokeMethodAsync('SendAsync', text);
    } catch (error) {
      console.warn('The message did not reach the server; it is back in the box.', error);
    } finally {
      sending = false;
    }
    if (accepted) {
      if (store.get(key) === text) {
        store.set(key, null);
      }
    } else {
      const typedSince = box()?.value ?? '';
      setText(typedSince === '' ? text : `${text}\n${typedSince}`);
    }
  };

  // Scrolling: follows the answer until the user scrolls up.
  let stick = true;
  let observed;
  const scroller = () => $('[data-scroller]');
  const atEnd = element => element.scrollHeight - element.scrollTop - element.clientHeight < 60;
  const toEnd = () => {
    const element = scroller();
    if (element) {
      element.scrollTop = element.scrollHeight;
    }
  };
  const markJump = () => {
    const element = scroller();
    $('[data-jump]')?.toggleAttribute('data-shown', !!element && !atEnd(element) && !$('.empty'));
  };
  const grown = new ResizeObserver(() => {
    if (stick && !$('.empty')) {
      toEnd();
    }
    markJump();
  });
  const observe = () => {
    const thread = $('[data-thread]');
    if (thread && thread !== observed) {
      grown.disconnect();
      grown.observe(thread);
      grown.observe(scroller());
      observed = thread;
    }
  };
  let lastTop = 0;
  document.addEventListener('scroll', event => {
    const element = event.target;
    if (!(element instanceof Element) || !element.matches('[data-scroller]')) {
      return;
    }
    if (atEnd(element)) {
      stick = true;
    } else if (element.scrollTop < lastTop - 1) {
      stick = false; // the user went up; growth alone never moves the top
    }
    lastTop = element.scrollTop;
    markJump();
  }, true);

  // Navigation drawer of narrow windows
  const drawer = open => {
    document.documentElement.toggleAttribute('data-drawer', open);
    if (open) {
      $('#sidebar a, #sidebar button')?.focus();
    }
  };

  document.addEventListener('input', event => {
    if (event.target.matches?.('[data-message-box]')) {
      store.set(draftKey(), event.target.value);
      resize();
    }
  });

  document.addEventListener('keydown', event => {
    const inBox = event.target.matches?.('[data-message-box]');
    const typing = event.target.matches?.('input, textarea, select, [contenteditable]');
    const overlay = $('.mud-dialog-container, .mud-popover-open');
    if (inBox && event.key === 'Enter' && !event.shiftKey && !event.isComposing && event.keyCode !== 229) {
      event.preventDefault();
      send();
    } else if (event.key === 'Escape' && !overlay) {
      if (document.documentElement.hasAttribute('data-drawer')) {
        drawer(false);
      } else if (isBusy()) {
        page?.invokeMethodAsync('Stop');
      }
    } else if ((event.ctrlKey || event.metaKey) && !event.shiftKey && event.key.toLowerCase() === 'k') {
      event.preventDefault();
      if (matchMedia('(max-width: 860px)').matches) {
        drawer(true);
      }
      $('[data-search]')?.focus();
    } else if ((event.ctrlKey || event.metaKey) && event.shiftKey && event.key.toLowerCase() === 'o') {
      event.preventDefault();
      $('[data-new-chat]')?.click();
    } else if (event.key === '/' && !typing && !overlay) {
      event.preventDefault();
      box()?.focus();
    }
  });

  document.addEventListener('click', event => {
    const on = selector => event.target.closest?.(selector);
    if (on('[data-send]')) {
      send();
    } else if (on('[data-jump]')) {
      stick = true;
      scroller()?.scrollTo({ top: scroller().scrollHeight, behavior: 'smooth' });
    } else if (on('[data-drawer-open]')) {
      drawer(true);
    } else if (on('[data-drawer-close]')) {
      drawer(false);
    } else if (on('[data-skip]')) {
      event.preventDefault();
      box()?.focus();
    } else if (on('[data-composer]') && !on('button, a, textarea')) {
      box()?.focus();
    } else if (on('[data-reload]')) {
      event.preventDefault();
      location.reload();
    }
  });

  Object.assign(window.localAi, {
    attach: reference => {
      page = reference;
      observe();
      restoreDraft();
      const model = store.get('localai.model');
      if (model) {
        page.invokeMethodAsync('Prefer', model);
      }
      document.documentElement.setAttribute('data-attached', '');
    },
    detach: reference => {
      if (page?._id === reference?._id) {
        page = undefined;
      }
    },
    opened: () => {
      observe();
      const area = box();
      if (area && !sending) {
        area.value = store.get(draftKey()) ?? '';
        resize();
      }
      stick = !$('.empty');
      if (stick) {
        toEnd();
      }
      if (!matchMedia('(pointer: coarse)').matches && !document.activeElement?.matches('input, textarea')) {
        area?.focus();
      }
    },
    ended: () => {
      if (!matchMedia('(pointer: coarse)').matches && (document.activeElement === document.body || !document.activeElement)) {
        box()?.focus(); // the stop button that had the focus is gone
      }
    },
    sent: text => {
      if (box()?.value === text) {
        setText('', false);
      }
    },
    fill: text => setText(text),
    remember: model => store.set('localai.model', model),
  });

  addEventListener('resize', resize);
  restoreDraft();
})();
