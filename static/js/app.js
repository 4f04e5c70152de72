// Small additions to pages that already work without any script.
(() => {
  "use strict";
  const KEEP = "concept:";

  // Autosave: 800 ms after typing, and when a field is left. Nothing typed is lost: what could not be
  // saved waits in this tab only, and is gone once it is saved or somebody signs out.
  for (const form of document.querySelectorAll("form[data-autosave]")) {
    const text = form.querySelector("textarea");
    const status = form.querySelector("[role=status]");
    const key = KEEP + form.dataset.autosave.replace(/^\/v\/[^/]+/, "/v");
    let saved = text.value, timer = 0, wait = 2000, busy = false;

    const say = (words) => { status.textContent = words; };
    const later = (ms) => { clearTimeout(timer); timer = setTimeout(save, ms); };

    async function save() {
      if (busy) return later(400);
      const value = text.value;
      if (value === saved) return;
      sessionStorage.setItem(key, value);
      busy = true;
      const slow = setTimeout(() => say(form.dataset.busy), 400);
      try {
        const body = new FormData(form);
        body.append("autosave", "1");
        const answer = await fetch(form.dataset.autosave, { method: "POST", body, redirect: "manual" });
        if (answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403) {
          say(form.dataset.away);
          return;
        }
        if (!answer.ok && answer.status !== 422) throw new Error(answer.status);
        status.innerHTML = await answer.text();
        if (answer.ok) {
          saved = value;
          wait = 2000;
          sessionStorage.removeItem(key);
          const revision = answer.headers.get("X-Revision");
          if (revision) form.elements.revision.value = revision;
        }
      } catch {
        say(form.dataset.offline);
        later(wait = Math.min(wait * 2, 60000));
      } finally {
        clearTimeout(slow);
        busy = false;
      }
    }

    const kept = sessionStorage.getItem(key);
    if (kept !== null && kept !== text.value && !text.readOnly) {
      text.value = text.value && !kept.includes(text.value) ? text.value + "\n\n" + kept : kept;
      later(0);
    }
    text.addEventListener("input", () => later(800));
    text.addEventListener("blur", () => later(0));
    window.addEventListener("online", () => later(0));
    form.addEventListener("submit", () => { clearTimeout(timer); sessionStorage.removeItem(key); });
  }

  // Signing out leaves nothing behind in this tab.
  for (const form of document.querySelectorAll("form[data-forget]")) {
    form.addEventListener("submit", () => sessionStorage.clear());
  }

  // Read aloud, with voices of this device only: words never travel to the maker of a browser.
  const speech = window.speechSynthesis;
  for (const button of document.querySelectorAll("[data-read]")) {
    const target = document.querySelector(button.dataset.read);
    const show = () => {
      button.hidden = !speech.getVoices().some((voice) => voice.localService);
    };
    if (!speech || !target) continue;
    show();
    speech.addEventListener("voiceschanged", show);
    button.addEventListener("click", () => {
      if (speech.speaking) return speech.cancel();
      const language = target.closest("[lang]").lang;
      const local = speech.getVoices().filter((voice) => voice.localService);
      const words = new SpeechSynthesisUtterance(target.textContent.trim());
      words.lang = language;
      words.voice = local.find((voice) => voice.lang.startsWith(language)) || local[0];
      speech.speak(words);
    });
  }

  // Menus close with Escape and with a click elsewhere.
  const menus = document.querySelectorAll(".account, .more details");
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of menus) {
      if (menu.open) { menu.open = false; menu.querySelector("summary").focus(); }
    }
  });
  document.addEventListener("click", (event) => {
    for (const menu of menus) if (!menu.contains(event.target)) menu.open = false;
  });

  // After a swap, and on a page with an error: focus goes where the news is.
  const focus = (root) => { root.querySelector("[data-focus]")?.focus(); };
  focus(document);
  document.addEventListener("htmx:afterSettle", (event) => focus(event.target));
})();
