// A conversation that several people have on one page. What others do appears here within two seconds; what one is
// typing, and where one is on the page, stays as it is. Without this script the page works by reloading it.
(() => {
  "use strict";
  const EVERY = 2000, HIDDEN = 10000, STILL = 20000, SLOWEST = 30000;
  const TYPED = "textarea, select, input:not([type=hidden])";
  const main = () => document.getElementById("inhoud");
  const stand = () => document.getElementById("stand");
  if (!main() || !stand()) return;

  // Fresh markup goes over what is there, node by node, so that nothing that stays is made anew ------------------

  const typing = (field) => field === document.activeElement || isDirty(field);
  function isDirty(field) {
    if (field.matches("[type=checkbox], [type=radio]")) return field.checked !== field.defaultChecked;
    if (field.options) return [...field.options].some((one) => one.selected !== one.defaultSelected);
    return field.value !== field.defaultValue;
  }
  const holdsTyping = (node) => node.nodeType === 1 && [node, ...node.querySelectorAll(TYPED)].some((one) => one.matches(TYPED) && typing(one));

  const alike = (old, fresh) => old.nodeType === fresh.nodeType && old.nodeName === fresh.nodeName && (old.id || "") === (fresh.id || "");

  function morph(old, fresh, own) {
    if (old.nodeType !== 1) {
      if (old.nodeValue !== fresh.nodeValue) old.nodeValue = fresh.nodeValue;
      return;
    }
    if (old.matches(TYPED) && typing(old)) return;
    // The revision of a text that is being changed says what its writer saw: it stays with that text, until the answer
    // to the writer's own press shows what somebody else wrote meanwhile.
    if (old.matches("input[type=hidden]") && !(own && "seen" in fresh.dataset) && old.form && [...old.form.elements].some((one) => one.matches(TYPED) && typing(one))) return;
    if (old.matches("[data-status]")) return; // the words of static/js/app.js
    const isOpening = (name) => name === "open" && old.matches("details"); // its reader's, except after an own mistake
    const before = old.matches("textarea") ? old.defaultValue : null;
    for (const { name } of [...old.attributes]) if (!fresh.hasAttribute(name) && !isOpening(name)) old.removeAttribute(name);
    for (const { name, value } of [...fresh.attributes]) {
      if (old.getAttribute(name) !== value && (own || !isOpening(name))) old.setAttribute(name, value);
    }
    if (before !== null) {
      if (fresh.defaultValue !== before) old.defaultValue = old.value = fresh.defaultValue;
    } else if (old.matches("input")) {
      if (old.value !== fresh.value) old.value = fresh.value;
    } else children(old, fresh, own);
  }

  function children(old, fresh, own) {
    const named = new Map(), wanted = new Set();
    for (const child of old.children) if (child.id) named.set(child.id, child);
    for (const child of fresh.children) if (child.id) wanted.add(child.id);
    const goes = (node) => node.id && !wanted.has(node.id) && !holdsTyping(node);
    let at = old.firstChild;
    const next = () => { const gone = at; at = at.nextSibling; return gone; };
    for (const child of [...fresh.childNodes]) {
      while (at && goes(at)) next().remove();
      const twin = child.id ? named.get(child.id) : at && alike(at, child) ? at : null;
      if (!twin || twin.nodeName !== child.nodeName) {
        old.insertBefore(document.importNode(child, true), at);
        continue;
      }
      if (twin === at) next();
      else if (old.moveBefore) old.moveBefore(twin, at); // keeps the focus
      else old.insertBefore(twin, at);
      morph(twin, child, own);
    }
    while (at) {
      const rest = next();
      if (!holdsTyping(rest)) rest.remove();
    }
  }

  // `own`: the answer to something one did here oneself. Then its messages replace those that stand there.
  function show(text, own) {
    const fresh = new DOMParser().parseFromString(text, "text/html").getElementById("inhoud");
    if (!fresh) return false;
    const told = main().querySelector(":scope > .messages");
    if (!own && told && !fresh.querySelector(":scope > .messages")) fresh.prepend(told.cloneNode(true));
    const before = document.activeElement;
    const path = [];
    for (let node = before; node && node !== main(); node = node.parentElement) path.push(node);
    const anchor = before && before !== document.body && main().contains(before) ? before : document.elementFromPoint(innerWidth / 2, innerHeight / 2);
    const top = anchor?.getBoundingClientRect().top;
    children(main(), fresh, own);
    main().dispatchEvent(new CustomEvent("htmx:load", { bubbles: true }));
    if (anchor?.isConnected) {
      const moved = anchor.getBoundingClientRect().top - top;
      if (moved) scrollBy({ top: moved, behavior: "instant" });
    }
    if (before && document.activeElement !== before) {
      // What had the focus is gone: it goes to the nearest thing around it that is still there.
      const left = before.isConnected ? before : path.find((node) => node.isConnected && node.matches("[tabindex]")) || stand();
      left.focus({ preventScroll: true });
    }
    if (own) main().querySelector("[data-focus]")?.focus();
    begin();
    return true;
  }

  // The clock counts along with that of the server -----------------------------------------------------------------

  let clock = null;
  function begin() {
    const here = document.getElementById("klok");
    clock = here && { left: Number(here.dataset.left), at: performance.now(), runs: "runs" in here.dataset };
    tick();
  }
  function tick() {
    const here = document.getElementById("klok");
    if (!here || !clock?.runs) return;
    const left = Math.max(0, Math.round(clock.left - (performance.now() - clock.at) / 1000));
    const minutes = Math.floor(left / 60), seconds = left % 60;
    const shown = `${minutes}.${String(seconds).padStart(2, "0")}`;
    const span = here.querySelector("span");
    if (span.textContent !== shown) span.textContent = shown;
    if (!left) {
      const words = document.getElementById("klok-woorden").dataset;
      here.lastChild.nodeValue = ` ${words.over}`;
      here.setAttribute("aria-label", words.overLong);
    } else if (left % 10 === 0) {
      here.setAttribute("aria-label", here.getAttribute("aria-label").replace(/\d+(\D+)\d+/, `${minutes}$1${seconds}`));
    }
  }
  setInterval(tick, 500);

  // What others do ---------------------------------------------------------------------------------------------------

  let wait = EVERY, timer, asking = false, sending = 0;
  const melding = document.getElementById("melding");
  function tell(what) {
    const words = document.querySelector(`template[data-tell=${what}]`);
    if (melding && words) melding.replaceChildren(words.content.cloneNode(true));
  }
  function later(ms) {
    clearTimeout(timer);
    if (ms !== null) timer = setTimeout(ask, ms);
  }
  const pace = () => "still" in stand().dataset ? STILL : document.hidden ? HIDDEN : EVERY;

  async function ask() {
    if (asking || sending) return later(EVERY);
    asking = true;
    try {
      const { news, revision } = stand().dataset;
      const answer = await fetch(`${news}?sinds=${encodeURIComponent(revision)}`, {
        headers: { "X-Live": "1" }, cache: "no-store", redirect: "manual", signal: AbortSignal.timeout(15000),
      });
      if (answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 404) return later(null); // signed out, or not in it any more: what stands here stays
      if (answer.status === 200) {
        const text = await answer.text();
        if (!sending) show(text, false);
      } else if (answer.status !== 204) throw answer;
      if (wait !== EVERY) melding?.replaceChildren();
      wait = EVERY;
      later(pace());
    } catch {
      wait = Math.min(wait * 2, SLOWEST);
      if (wait > EVERY * 2) tell("offline");
      later(wait);
    } finally {
      asking = false;
    }
  }

  // What one does oneself goes without leaving the page, so that what one types elsewhere on it stays ----------------

  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (event.defaultPrevented || !main().contains(form) || form.method !== "post" || !form.action.includes("/oogst/")) return;
    event.preventDefault();
    if (form.dataset.busy) return;
    form.dataset.busy = "1";
    sending += 1;
    const body = new FormData(form, event.submitter || undefined);
    try {
      const answer = await fetch(form.action, {
        method: "POST", body, headers: { "X-Live": "1" }, redirect: "manual", signal: AbortSignal.timeout(20000),
      });
      if (answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403) {
        location.reload(); // signed out: sign-in leads back here, and static/js/app.js kept what was typed
        return;
      }
      if (!answer.ok && answer.status !== 422) throw answer;
      const text = await answer.text();
      if (answer.ok) {
        sessionStorage.removeItem(`tekst:${form.dataset.keep}`);
        const field = form.contains(document.activeElement) && document.activeElement.matches(TYPED) ? document.activeElement : null;
        if (!form.dataset.autosave) form.reset();
        const fold = form.closest("details:not([data-stays])");
        if (fold?.open) {
          fold.open = false;
          fold.querySelector("summary").focus({ preventScroll: true });
        }
        show(text, true);
        if (field?.isConnected && field.offsetParent) field.focus({ preventScroll: true });
      } else show(text, true);
      melding?.replaceChildren();
    } catch {
      tell(navigator.onLine === false ? "offline" : "failed");
    } finally {
      delete form.dataset.busy;
      sending -= 1;
      later(EVERY);
    }
  });

  document.addEventListener("visibilitychange", () => { if (!document.hidden) later(0); });
  addEventListener("online", () => later(0));
  begin();
  later(EVERY);
})();
