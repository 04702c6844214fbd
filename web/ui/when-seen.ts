const waiting = new WeakSet<Element>();

/** Does something once, when an element is nearly on the screen: what is further down may wait. */
export function whenSeen(element: Element | null, then: () => unknown): void {
  if (!element || waiting.has(element)) return;
  waiting.add(element);
  const observer = new IntersectionObserver((entries) => {
    if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
    observer.disconnect();
    then();
  });
  observer.observe(element);
}
