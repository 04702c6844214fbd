/** Runs on Link pages that stand in a frame: tells the page around them how it goes. */
(() => {
  const { origin, events, outcome, waits } = document.body.dataset;
  if (window.parent === window || !origin) return;

  const tell = (message) =>
    window.parent.postMessage({ source: 'sandbox-link', ...message }, origin);

  /** Sends one of the flow's forms, whether or not this page shows it. */
  const send = (move) => {
    const id = location.pathname.split('/').at(-1);
    const form = document.createElement('form');
    form.method = 'post';
    form.action = `${id}/${move}`;
    document.body.append(form);
    form.submit();
  };

  for (const { name, metadata } of JSON.parse(events)) tell({ kind: 'event', name, metadata });
  if (outcome) {
    tell(JSON.parse(outcome));
    return;
  }

  window.addEventListener('message', (message) => {
    if (message.source !== window.parent || message.origin !== origin) return;
    if (message.data?.source !== 'sandbox-link-opener') return;
    tell({ kind: 'heard' });
    if (message.data.kind === 'exit') send('leave');
    if (message.data.kind === 'force-exit') send('exit');
  });
  tell({ kind: 'ready' });

  window.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') send('leave');
  });

  // The bank's page is open in a window of its own: look now and then whether it is done there.
  // A look that comes before the bank has heard of it shows the same page once more: it goes on.
  const OPENED = 'bank-opened';
  const lookAgain = (delay) => setTimeout(() => location.reload(), delay);
  const forms = document.querySelectorAll('form[target="_blank"]');
  if (forms.length === 0) sessionStorage.removeItem(OPENED);
  if (waits === 'true' || sessionStorage.getItem(OPENED)) lookAgain(1500);
  for (const form of forms) {
    form.addEventListener('submit', () => {
      sessionStorage.setItem(OPENED, 'yes');
      lookAgain(800);
    });
  }
})();
