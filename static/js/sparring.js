// Reads an answer along while it is being written. Words of a model only ever become text, never markup.
// Without this script the same answer comes with the page itself.
(() => {
  "use strict";
  if (!window.EventSource) return;
  const begun = new WeakSet(), tries = new Map();
  const MOST = 5, WAIT = 1000; // an answer that cannot be read along is asked after a few times, not for ever

  // <li data-stream="/url/"> with [data-words], [data-says] and a <template data-kind="…"> for each kind of block.
  function follow(turn) {
    const words = turn.querySelector("[data-words]"), says = turn.querySelector("[data-says]");
    const [lost, gone] = ["lost", "gone"].map((name) => turn.querySelector(`template[data-${name}]`).content.textContent);
    const writing = says.textContent;
    const caret = document.createElement("span");
    caret.className = "caret";
    const shown = new Map();
    const before = tries.get(turn.dataset.stream) || 0;
    if (before >= MOST) { says.textContent = gone; return; }
    tries.set(turn.dataset.stream, before + 1);
    const source = new EventSource(turn.dataset.stream);

    function block(kind) {
      const form = turn.querySelector(`template[data-kind="${CSS.escape(kind)}"]`);
      if (!form) return null;
      const made = form.content.cloneNode(true).firstElementChild;
      words.append(made);
      return made.querySelector("span");
    }

    source.addEventListener("open", () => { says.textContent = writing; });
    source.addEventListener("block", (event) => {
      const { index, kind, text } = JSON.parse(event.data);
      if (!shown.has(index)) shown.set(index, block(kind));
      const place = shown.get(index);
      if (!place) return;
      place.textContent = text;
      place.after(caret);
    });
    // The model broke the rules and was asked once more: what it says next starts with a clean sheet.
    source.addEventListener("again", () => { shown.clear(); words.replaceChildren(); });
    source.addEventListener("end", ended);
    source.addEventListener("error", () => {
      // Closed for good: the page knows what became of it. Else the browser tries again by itself.
      says.textContent = lost;
      if (source.readyState === EventSource.CLOSED) setTimeout(ended, WAIT * before);
    });
    addEventListener("pagehide", () => source.close());

    function ended() {
      source.close();
      caret.remove();
      if (turn.contains(document.activeElement)) document.getElementById("id_text")?.focus();
      htmx.trigger(turn, "spar:ended");
    }
  }

  function begin(root) {
    for (const one of root.querySelectorAll("input[data-live]")) one.value = "1";
    for (const one of [root, ...root.querySelectorAll("[data-stream]")]) {
      if (one.matches?.("[data-stream]") && !begun.has(one)) { begun.add(one); follow(one); }
    }
  }

  begin(document);
  document.addEventListener("htmx:load", (event) => begin(event.target));
})();
