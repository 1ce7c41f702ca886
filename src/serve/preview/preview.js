// Runs in the browser of the person who edits: updates the page, shows errors over it and its weight in the corner.
//
// Everything it shows is in the shadow tree of one element, so that its style and the page's do not affect each other.
// STYLE is panel.css, which is sent before this, as is covers.js.

(() => {
  'use strict';

  const OWN = '/_firstflight/';
  const HOST = 'firstflight-preview';
  const SCRIPT = `script[src^="${OWN}"]`;

  const { page, tag: shownTag } = document.currentScript.dataset;
  // The preview's own pages are kept up to date, and say the rest themselves.
  const isOwn = page.startsWith(OWN);
  let tag = shownTag;

  // ---- What outlives a reload -----------------------------------------------------------------------------------------

  // A browser may forbid storage; then the panel is merely closed after a reload.
  const stored = (use) => {
    try {
      return use(sessionStorage);
    } catch {
      return null;
    }
  };
  const kept = (name) => stored((store) => store.getItem(`firstflight ${name}`));
  const keep = (name, value) => stored((store) => store.setItem(`firstflight ${name}`, value));
  const drop = (name) => stored((store) => store.removeItem(`firstflight ${name}`));

  // ---- Elements -------------------------------------------------------------------------------------------------------

  const make = (name, attributes, ...children) => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(...children);
    return element;
  };

  // A finding in the terminal's words; see `Shown` for its pieces.
  const finding = ({ level, kind, message, place, link, excerpt, asides }) => {
    const section = make('section', { class: 'finding' }, make('p', {}, make('b', { class: level }, kind), `: ${message}`));
    if (place) section.append(make('p', { class: 'place' }, '--> ', link ? make('a', { href: link }, place) : place));
    if (excerpt) section.append(make('pre', { tabindex: 0, role: 'group', 'aria-label': place }, excerpt));
    section.append(...asides.map((aside) => make('p', { class: 'aside' }, `= ${aside}`)));
    return section;
  };

  // A line that is longer than its box is shown from where its carets are.
  const showCarets = (box) => {
    for (const pre of box.querySelectorAll('pre')) {
      const range = document.createRange();
      const text = pre.firstChild.data;
      const at = text.indexOf('^');
      if (at < 0) continue;
      range.setStart(pre.firstChild, at);
      range.setEnd(pre.firstChild, text.lastIndexOf('^') + 1);
      const [carets, seen] = [range.getBoundingClientRect(), pre.getBoundingClientRect()];
      const beyond = carets.right - seen.right;
      // The first of them stays in sight, however many there are.
      if (beyond > 0) pre.scrollLeft = Math.min(beyond + pre.clientWidth / 2, carets.left - seen.left - 16);
    }
  };

  // ---- Errors, over the page ------------------------------------------------------------------------------------------

  const title = make('h2', { id: 'title', tabindex: -1, autofocus: '' });
  const close = make('button', { type: 'button' }, 'Close');
  const what = make('p', { id: 'what' });
  const errors = make('div', { 'aria-live': 'polite' });
  const dialog = make('dialog', { 'aria-labelledby': 'title', 'aria-describedby': 'what' },
    make('header', {}, title, close), what, errors);

  // What the open dialog says, as one text; what was closed by hand stays closed until there is an error that was not
  // closed with it, wherever it stands by now and whatever numbers it names.
  let said = '';
  let signs = [];
  let isFixed = false;

  const sign = ({ kind, message, place }) => `${kind} ${message} ${place}`.replace(/\d+/g, '');

  close.addEventListener('click', () => dialog.close());
  dialog.addEventListener('close', () => {
    if (!isFixed) keep('closed', JSON.stringify(signs));
    isFixed = false;
  });

  const showErrors = () => {
    if (!dialog.open) dialog.showModal();
    showCarets(dialog);
  };

  const updateErrors = (state) => {
    const now = state.errors.length ? JSON.stringify([state.errors, state.more]) : '';
    what.textContent = state.held
      ? 'These errors affect every page. Below is the last good version of the site, until they are fixed.'
      : state.old.includes(page)
        ? 'Below is the last good version of this page. Your changes appear once these errors are fixed.'
        : 'This page shows your changes.';
    if (now === said) return;
    said = now;
    signs = state.errors.map(sign);
    if (!said) {
      drop('closed');
      isFixed = dialog.open;
      dialog.close();
      return;
    }
    title.textContent = state.tally;
    errors.replaceChildren(...state.errors.map(finding), ...state.more.map((line) => make('p', {}, line)));
    const closed = JSON.parse(kept('closed')) ?? [];
    if (dialog.open || signs.some((one) => !closed.includes(one))) showErrors();
    // What had the focus may just have gone.
    if (dialog.open && !shadow.activeElement) title.focus();
  };

  // ---- Weight, in the corner ------------------------------------------------------------------------------------------

  const summary = make('summary', {});
  const facts = make('div', {});
  const again = make('button', { type: 'button' }, 'Show the errors');
  const foot = make('p', {}, make('a', { href: OWN }, 'All pages and findings'), again);
  const details = make('details', {}, summary, facts, foot);
  const panel = make('aside', { 'aria-label': 'Preview', hidden: '' }, details);
  const host = make(HOST, {});
  const shadow = host.attachShadow({ mode: 'open' });
  shadow.append(make('style', {}, STYLE), dialog, panel);
  again.addEventListener('click', showErrors);

  let state = { count: '', errors: [], old: [] };
  let figures = null;
  let isAlone = false;

  const table = (caption, head, rows) => {
    const cells = ([first, ...rest]) => [make('th', { scope: 'row' }, first), ...rest.map((cell) => make('td', {}, cell))];
    const heading = head.map((cell) => (cell ? make('th', { scope: 'col' }, cell) : make('td', {})));
    return make('table', {}, make('caption', {}, caption),
      ...(head.length ? [make('thead', {}, make('tr', {}, ...heading))] : []),
      make('tbody', {}, ...rows.map((row) => make('tr', {}, ...cells(row)))));
  };

  const words = (text, kind) => (text ? [make('span', { class: kind }, text)] : []);

  const draw = () => {
    const known = figures && !figures.weighing;
    const weight = known ? figures.summary : ['weighing…'];
    const short = [
      ...(isAlone ? words('No connection', 'error') : weight.map((text) => make('span', {}, text))),
      ...words(known && figures.over && 'over budget', 'error'),
      ...words(state.count, state.errors.length ? 'error' : 'warning'),
    ];
    // A line may end between two of them.
    summary.replaceChildren(...short.flatMap((one) => [one, ' ']));
    const parts = [];
    if (known) {
      parts.push(...(figures.over ? [make('p', { class: 'error' }, figures.over)] : []));
      parts.push(table('This page', [], figures.rows));
      const links = figures.links.map(({ name, first, next }) => [name, first, next]);
      parts.push(table('Seconds over', ['', 'first visit', 'next page'], links));
      if (figures.parts.length) parts.push(table('Heaviest parts', [], figures.parts));
    }
    if (figures?.findings.length) {
      parts.push(make('h2', {}, 'Findings on this page'), ...figures.findings.map(finding));
      parts.push(...figures.more.map((line) => make('p', {}, line)));
    }
    again.hidden = !state.errors.length;
    const hadFocus = facts.contains(shadow.activeElement);
    facts.replaceChildren(...parts);
    if (hadFocus) summary.focus();
    settle();
  };

  // Off the way to the first byte: the page has arrived when this is asked.
  let asked = 0;
  let askAgain;
  const weigh = async (wait = 200) => {
    clearTimeout(askAgain);
    const mine = ++asked;
    const answer = await fetch(`${OWN}page?${new URLSearchParams({ path: page })}`).catch(() => null);
    const found = answer?.ok ? await answer.json().catch(() => null) : null;
    if (mine !== asked) return;
    if (found) {
      figures = found;
      draw();
    }
    const isRefused = answer && !answer.ok;
    if (found ? found.weighing : !isRefused) askAgain = setTimeout(weigh, wait, Math.min(wait * 2, 5000));
  };

  // ---- Where the panel stands: in the corner where it can never cover a word, else after the page ----------------------

  const settle = () => {
    if (panel.hidden) return;
    // Out of the flow the page is shorter, and is scrolled up where it was seen to its end.
    const [left, top] = [scrollX, scrollY];
    const places = details.open ? ['corner', 'flow'] : ['corner', 'narrow corner', 'flow'];
    for (const place of places) {
      host.dataset.place = place;
      if (place === 'flow' || !covers(panel.getBoundingClientRect())) break;
    }
    if (scrollX !== left || scrollY !== top) scrollTo({ left, top, behavior: 'instant' });
  };

  let isSettling = false;
  const settleSoon = () => {
    if (isSettling) return;
    isSettling = true;
    requestAnimationFrame(() => {
      isSettling = false;
      settle();
    });
  };

  // Opened here and not by the browser, which would show it a moment where it covers words.
  let scrolledFrom = null;
  summary.addEventListener('click', (event) => {
    event.preventDefault();
    const wasInCorner = host.dataset.place !== 'flow';
    details.open = !details.open;
    settle();
    if (details.open && wasInCorner && host.dataset.place === 'flow') {
      scrolledFrom = scrollY;
      panel.scrollIntoView({ behavior: 'instant' });
    } else if (!details.open && scrolledFrom !== null) {
      scrollTo({ top: scrolledFrom, behavior: 'instant' });
      scrolledFrom = null;
    }
  });

  // Also where a search in the page has opened it.
  details.addEventListener('toggle', () => {
    if (details.open) keep('open', 'yes');
    else drop('open');
    settleSoon();
  });

  // ---- Changes of the page --------------------------------------------------------------------------------------------

  // The numbers of a foot, one of which may say what the page weighs.
  const footTexts = (root) => [...root.querySelectorAll('footer')].flatMap((foot) => [...textsOf(foot)]);

  // A page without what can be swapped in it, and without what is ours or the reader's.
  const essence = (root) => {
    const copy = root.cloneNode(true);
    for (const ours of copy.querySelectorAll(`${SCRIPT}, ${HOST}`)) ours.remove();
    for (const style of copy.querySelectorAll('style')) style.textContent = '';
    for (const fold of copy.querySelectorAll('details')) fold.removeAttribute('open');
    for (const text of footTexts(copy)) text.data = text.data.replace(/\d+(\D\d+)?/g, '0');
    return copy.outerHTML;
  };

  const folds = (root) => [...root.querySelectorAll('details')].map((fold) => fold.open).join();
  const firstFolds = folds(document);

  // Puts new style and a new weight into the page, where nothing else is new.
  const swap = (fresh) => {
    const [old, now] = [document.documentElement, fresh.documentElement];
    if (folds(now) !== firstFolds || essence(now) !== essence(old)) return false;
    const styles = now.querySelectorAll('style');
    old.querySelectorAll('style').forEach((style, at) => {
      if (style.textContent !== styles[at].textContent) style.textContent = styles[at].textContent;
    });
    const texts = footTexts(now);
    footTexts(old).forEach((text, at) => {
      if (text.data !== texts[at].data) text.data = texts[at].data;
    });
    return true;
  };

  const reload = () => {
    keep(`scroll ${page}`, JSON.stringify([scrollX, scrollY]));
    history.scrollRestoration = 'manual';
    location.reload();
  };

  // Fetched first, so that a page is only given up for one that is there.
  const update = async (newTag) => {
    if (newTag === tag) return;
    const answer = await fetch(location.href, { cache: 'no-store' }).catch(() => null);
    const isPage = answer && [200, 404].includes(answer.status) && /^text\/html/.test(answer.headers.get('content-type'));
    const text = isPage ? await answer.text().catch(() => null) : null;
    if (text === null) {
      // The stream, reopened with the old tag, reports the change again.
      reconnect();
      return;
    }
    const fresh = new DOMParser().parseFromString(text, 'text/html');
    const next = fresh.querySelector(SCRIPT)?.dataset.tag ?? newTag;
    // The preview's own pages have no tag; only their content shows whether they have changed.
    if (next === tag && !isOwn) return;
    if (!swap(fresh)) {
      reload();
      return;
    }
    tag = next;
    if (isOwn) return;
    settleSoon();
    weigh();
  };

  // One at a time: a second change waits for what the first one fetched.
  let queue = Promise.resolve();
  const changed = (newTag) => {
    queue = queue.then(() => update(newTag));
  };

  // ---- The stream of events -------------------------------------------------------------------------------------------

  const SHORT_PAUSE = 500;
  const LONG_PAUSE = 4000;
  let stream = null;
  let pause = SHORT_PAUSE;
  let retry;

  const disconnect = () => {
    clearTimeout(retry);
    stream?.close();
    stream = null;
  };

  // A browser gives up a stream that was refused, so this is not left to it.
  const reconnect = () => {
    disconnect();
    if (!document.hidden) retry = setTimeout(connect, pause);
    pause = Math.min(pause * 2, LONG_PAUSE);
  };

  const connect = () => {
    if (stream || document.hidden) return;
    clearTimeout(retry);
    stream = new EventSource(`${OWN}events?${new URLSearchParams({ page, tag })}`);
    stream.addEventListener('open', () => {
      pause = SHORT_PAUSE;
      setAlone(false);
    });
    stream.addEventListener('error', () => {
      setAlone(pause > SHORT_PAUSE);
      reconnect();
    });
    stream.addEventListener('changed', (event) => changed(JSON.parse(event.data).tag));
    stream.addEventListener('state', (event) => updateState(JSON.parse(event.data)));
  };

  const setAlone = (now) => {
    if (now === isAlone) return;
    isAlone = now;
    draw();
  };

  const updateState = (next) => {
    state = next;
    if (isOwn) {
      changed(String(state.round));
      return;
    }
    updateErrors(state);
    draw();
    if (figures) weigh();
  };

  // A browser opens six connections to a server; a hidden page closes its own, and reconnects when it is shown.
  document.addEventListener('visibilitychange', () => (document.hidden ? disconnect() : connect()));
  addEventListener('pagehide', disconnect);
  addEventListener('pageshow', connect);

  // ---- The start ------------------------------------------------------------------------------------------------------

  const place = JSON.parse(kept(`scroll ${page}`));
  drop(`scroll ${page}`);
  const scrollBack = () => place && scrollTo({ left: place[0], top: place[1], behavior: 'instant' });
  scrollBack();

  const arrived = () => {
    scrollBack();
    history.scrollRestoration = 'auto';
    if (isOwn) {
      showCarets(document);
      return;
    }
    panel.hidden = false;
    details.open = kept('open') === 'yes';
    addEventListener('resize', settleSoon);
    new ResizeObserver(settleSoon).observe(document.body);
    draw();
    weigh();
  };

  document.body.append(...(isOwn ? [] : [host]));
  connect();
  if (document.readyState === 'complete') arrived();
  else addEventListener('load', arrived);
})();
