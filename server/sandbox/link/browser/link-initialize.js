/**
 * The sandbox bank's own Link script, with the surface of Plaid's:
 *
 *   const link = Plaid.create({ token, onSuccess, onExit, onEvent, onLoad, receivedRedirectUri });
 *   link.open(); link.exit({ force: true }); link.destroy();
 *
 * It shows the Link pages in a frame and listens to nothing but that frame. The pages lie beside
 * this script, wherever it was loaded from. Styles are set one by one, since a page that embeds
 * Link may forbid style sheets from elsewhere.
 */
(() => {
  const base = new URL('../../', document.currentScript.src);

  const dress = (element, styles) => {
    for (const [name, value] of Object.entries(styles)) element.style.setProperty(name, value);
  };

  const cover = {
    position: 'fixed',
    inset: '0',
    width: '100%',
    height: '100%',
    'max-width': 'none',
    'max-height': 'none',
    margin: '0',
    padding: '0',
    border: '0',
    background: 'rgb(0 0 0 / 55%)',
    'z-index': '2147483647',
  };

  const panel = {
    display: 'block',
    position: 'absolute',
    inset: '0',
    margin: 'auto',
    width: 'min(100%, 27rem)',
    height: 'min(100%, 46rem)',
    border: '0',
    'border-radius': window.innerWidth > 480 ? '12px' : '0',
    background: 'Canvas',
    'color-scheme': 'light dark',
  };

  /** The dialog with the frame in it; the rest of the page cannot be reached while it is open. */
  const createOverlay = (address) => {
    const dialog = document.createElement('dialog');
    const frame = document.createElement('iframe');
    frame.title = 'Connect a bank';
    frame.src = address;
    dress(dialog, cover);
    dress(frame, panel);
    dialog.append(frame);
    return { dialog, frame };
  };

  const addressOf = (config) => {
    const url = new URL('open', base);
    url.searchParams.set('token', config.token);
    url.searchParams.set('origin', location.origin);
    if (config.receivedRedirectUri) url.searchParams.set('received', config.receivedRedirectUri);
    return url.href;
  };

  const nowhere = { institution: null, status: null, link_session_id: null, request_id: null };

  const create = (config) => {
    if (typeof config?.token !== 'string' || typeof config.onSuccess !== 'function') {
      throw new TypeError('Plaid.create needs a token and onSuccess.');
    }
    let shown = null;
    let loaded = false;
    let asked = null;
    let destroyed = false;

    const close = () => {
      window.removeEventListener('message', hear);
      document.documentElement.style.removeProperty('overflow');
      shown?.dialog.remove();
      shown = null;
      loaded = false;
      asked = null;
    };

    const tell = {
      ready: () => {
        loaded = true;
        if (asked) ask(asked);
      },
      heard: () => (asked = null),
      event: ({ name, metadata }) => config.onEvent?.(name, metadata),
      success: ({ publicToken, metadata }) => {
        close();
        config.onSuccess(publicToken, metadata);
      },
      exit: ({ error, metadata }) => {
        close();
        config.onExit?.(error, metadata);
      },
    };

    const hear = (message) => {
      const ours = message.source === shown?.frame.contentWindow && message.origin === base.origin;
      if (!ours || message.data?.source !== 'sandbox-link') return;
      if (Object.hasOwn(tell, message.data.kind)) tell[message.data.kind](message.data);
    };

    // A page that is just being loaded hears nothing yet: it is asked again once it is ready.
    const ask = (kind) => {
      asked = kind;
      const message = { source: 'sandbox-link-opener', kind };
      shown?.frame.contentWindow.postMessage(message, base.origin);
    };

    queueMicrotask(() => config.onLoad?.());
    return {
      open() {
        if (shown || destroyed) return;
        shown = createOverlay(addressOf(config));
        window.addEventListener('message', hear);
        // Escape asks the frame, which may ask the person; it never closes the dialog by itself.
        shown.dialog.addEventListener('cancel', (event) => {
          event.preventDefault();
          ask('exit');
        });
        document.documentElement.style.setProperty('overflow', 'hidden');
        document.body.append(shown.dialog);
        shown.dialog.showModal();
      },
      exit(options) {
        if (!shown) return;
        if (loaded) return ask(options?.force ? 'force-exit' : 'exit');
        close();
        config.onExit?.(null, nowhere);
      },
      destroy() {
        destroyed = true;
        close();
      },
    };
  };

  window.Plaid = { create };
})();
