// Keeps a list that grows at its end scrolled to the end, until the person scrolls up.
export function follow(view) {
  let isAtEnd = true;
  view.addEventListener('scroll', () => {
    isAtEnd = view.scrollTop + view.clientHeight >= view.scrollHeight - 48;
  });
  new MutationObserver(() => {
    if (isAtEnd) {
      view.scrollTop = view.scrollHeight;
    }
  }).observe(view, { childList: true, subtree: true, attributes: true, attributeFilter: ['style'] });
}
