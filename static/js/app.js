// Small additions to pages that already work without any script.
(() => {
  "use strict";

  // Nothing typed is lost. What could not be saved waits in this tab only, under the name of its writer:
  // it is gone once it is saved, when its writer signs out, and when somebody else signs in here.
  const KEPT = "tekst:";
  const owner = document.body.dataset.person;
  if (owner) {
    for (const key of Object.keys(sessionStorage)) {
      if (key.startsWith(KEPT) && !key.startsWith(`${KEPT}${owner}:`)) sessionStorage.removeItem(key);
    }
  }

  // <form data-keep="OWNER:NAME" data-autosave="/url/"> with [data-status] and <template data-say="…"> inside.
  // Autosave: 800 ms after typing, when a field is left, and when the page goes out of sight. The answer is a
  // fragment for the status line; X-Revision becomes the form's revision. Without data-autosave the form is
  // sent by its button only, after asking whether the server and the session are still there.
  function keep(form) {
    const { keep: name, autosave: url } = form.dataset;
    const key = KEPT + name;
    const status = form.querySelector("[data-status]");
    const texts = [...form.querySelectorAll("textarea:not([readonly]), input[type=text]:not([readonly])")];
    const typed = () => JSON.stringify(texts.map((text) => text.value));
    let saved = typed(), wait = 1000, timer, sending, sure, compares;

    function say(what) {
      const words = form.querySelector(`template[data-say=${what}]`);
      if (status && words) status.replaceChildren(words.content.cloneNode(true));
    }

    function hold() {
      try { sessionStorage.setItem(key, typed()); } catch { /* full or forbidden: the page itself still has it */ }
    }

    function later(ms) {
      clearTimeout(timer);
      if (url) timer = setTimeout(save, ms);
    }

    // True when all that stands in the form is with the server.
    async function save() {
      clearTimeout(timer);
      while (sending) await sending;
      if (typed() === saved) return true;
      sending = send(typed());
      try { return await sending; } finally { sending = null; }
    }

    async function send(words) {
      compares = false;
      hold();
      const slow = setTimeout(say, 400, "busy");
      try {
        const body = new FormData(form);
        body.append("autosave", "1");
        const answer = await post(url, body, words.length < 20000);
        if (isAway(answer)) { say("away"); return false; }
        const text = await answer.text();
        const isFragment = !/<html/i.test(text);
        if (answer.status >= 500 || !(answer.ok || isFragment)) throw answer;
        clearTimeout(slow);
        if (status && text) status.innerHTML = text;
        const revision = answer.headers.get("X-Revision");
        if (revision && form.elements.revision) form.elements.revision.value = revision;
        compares = answer.headers.has("X-Compare"); // the page of the button shows both
        if (!answer.ok) return false;
        saved = words;
        wait = 1000;
        merge(words);
        if (typed() === saved) sessionStorage.removeItem(key);
        else later(800);
        return true;
      } catch (problem) {
        say(problem instanceof Response ? "failed" : "offline");
        later(wait = Math.min(wait * 2, 60000));
        return false;
      } finally {
        clearTimeout(slow);
      }
    }

    // Somebody wrote the same in another window: the server kept both, so both stand here as well. A form with one
    // text has one [data-merged]; in one with more it names its field.
    function merge(sent) {
      const was = JSON.parse(sent);
      const isLeft = typed() === sent;
      for (const both of status ? status.querySelectorAll("[data-merged]") : []) {
        const text = form.elements[both.dataset.merged] || texts[0], before = was[texts.indexOf(text)];
        const more = text.value.startsWith(before) ? text.value.slice(before.length) : `\n\n${text.value}`;
        text.value = both.value + more;
        both.remove();
      }
      if (isLeft) saved = typed();
    }

    async function isThere() {
      hold();
      try {
        const answer = await fetch(location.href, { method: "HEAD", redirect: "manual", cache: "no-store" });
        if (isAway(answer)) say("away");
        return !isAway(answer);
      } catch {
        say("offline");
        return false;
      }
    }

    function restore() {
      let kept;
      try { kept = JSON.parse(sessionStorage.getItem(key)); } catch { /* not ours */ }
      if (!Array.isArray(kept)) return;
      texts.forEach((text, n) => {
        const old = kept[n] || "", there = text.value;
        if (there.includes(old)) return;
        text.value = there && !old.includes(there) ? `${there}\n\n${old}` : old;
      });
      if (typed() === saved) return sessionStorage.removeItem(key);
      say("back");
      later(0);
    }

    form.addEventListener("input", () => { hold(); later(800); });
    form.addEventListener("focusout", () => { if (typed() !== saved) later(0); });
    addEventListener("online", () => { if (typed() !== saved) later(0); });
    document.addEventListener("visibilitychange", () => { if (url && document.hidden) save(); });
    addEventListener("pageshow", () => { sure = false; });
    form.addEventListener("submit", async (event) => {
      if (sure) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      const button = event.submitter;
      if (!(await (url ? save() : isThere())) && !compares) return;
      sure = true;
      sessionStorage.removeItem(key);
      // Not before this event is over: a form ignores a submission while its own is being asked for.
      setTimeout(() => form.requestSubmit(button));
    }, true);
    restore();
  }

  function post(url, body, keepalive) {
    return fetch(url, { method: "POST", body, keepalive, redirect: "manual", signal: AbortSignal.timeout(20000) });
  }

  const isAway = (answer) => answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403;

  // Read aloud, with voices of this device only: words never travel to the maker of a browser.
  const speech = window.speechSynthesis;
  function readAloud(button) {
    const target = document.querySelector(button.dataset.read);
    if (!speech || !target) return;
    const language = () => (target.querySelector("[lang]") || target.closest("[lang]")).lang;
    const voice = () => speech.getVoices().find((one) => one.localService && one.lang.startsWith(language()));
    const show = () => { button.hidden = !voice(); };
    const ended = () => button.setAttribute("aria-pressed", "false");
    show();
    speech.addEventListener("voiceschanged", show);
    button.addEventListener("click", () => {
      if (speech.speaking) return speech.cancel();
      const words = new SpeechSynthesisUtterance(target.textContent.trim());
      words.lang = language();
      words.voice = voice();
      words.onend = words.onerror = ended;
      button.setAttribute("aria-pressed", "true");
      speech.speak(words);
    });
    addEventListener("pagehide", () => speech.cancel());
  }

  // <button data-copy="ID" hidden>: shown where the browser can copy; says so in the [data-copied] beside it.
  function copy(button) {
    const field = document.getElementById(button.dataset.copy);
    if (!field || !navigator.clipboard) return;
    button.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(field.value);
      button.parentElement.querySelector("[data-copied]").hidden = false;
    });
  }

  // Focus goes where the news is: after a swap, and on a page with an error.
  function focus(root) {
    const news = root.matches?.("[data-focus]") ? root : root.querySelector?.("[data-focus]");
    if (news) news.focus();
  }

  const begun = new WeakSet();
  function begin(root) {
    const each = (selector, start) => {
      for (const one of [root, ...root.querySelectorAll(selector)]) {
        if (one.matches?.(selector) && !begun.has(one)) { begun.add(one); start(one); }
      }
    };
    each("form[data-keep]", keep);
    each("[data-read]", readAloud);
    each("[data-copy]", copy);
  }

  begin(document);
  focus(document);
  document.addEventListener("htmx:load", (event) => begin(event.target));
  document.addEventListener("htmx:afterSettle", (event) => focus(event.target));

  // A swap that failed says so; what was typed stands where it stood.
  const news = document.getElementById("melding");
  function tell(what) {
    const words = document.querySelector(`template[data-tell=${what}]`);
    if (news && words) news.replaceChildren(words.content.cloneNode(true));
  }
  document.addEventListener("htmx:sendError", () => tell("offline"));
  document.addEventListener("htmx:timeout", () => tell("offline"));
  document.addEventListener("htmx:responseError", () => tell("failed"));
  document.addEventListener("htmx:beforeRequest", () => news?.replaceChildren());

  // Signing out leaves nothing behind in this tab.
  document.addEventListener("submit", (event) => {
    if (event.target.matches("form[data-forget]")) sessionStorage.clear();
  });

  // Light or dark shows at once; saving it is the form's own work.
  document.addEventListener("change", (event) => {
    if (event.target.name !== "theme") return;
    if (event.target.value) document.documentElement.dataset.theme = event.target.value;
    else delete document.documentElement.dataset.theme;
  });

  // Menus close with Escape and with a click elsewhere.
  const menus = document.querySelectorAll(".account, .more details");
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of menus) {
      if (!menu.open) continue;
      if (menu.contains(document.activeElement)) menu.querySelector("summary").focus();
      menu.open = false;
    }
  });
  document.addEventListener("click", (event) => {
    for (const menu of menus) if (!menu.contains(event.target)) menu.open = false;
  });
})();
