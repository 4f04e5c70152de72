// The planner by arrow keys and by drag. Both only fill in the form that every moment already has, and send that one;
// whether a place may be, and who works then, is the server's to say.
(() => {
  "use strict";

  const planner = document.querySelector("[data-planner]");
  const status = document.getElementById("proefplek");
  if (!planner || !status) return;
  const QUARTER = 15, OPENS = 8 * 60, CLOSES = 18 * 60, DAY = 24 * 60, FOCUS = "planner:moment";
  const cells = [...planner.querySelectorAll(".moments td[data-day]")];
  const mark = document.documentElement.lang.startsWith("nl") ? "." : ":";
  const clock = (minutes) => `${Math.floor(minutes / 60)}${mark}${String(minutes % 60).padStart(2, "0")}`;
  const clamp = (value, low, high) => Math.min(Math.max(value, low), high);

  // What the server says of a place: {allowed, words}; a script that cannot ask says so.
  async function ask(form, day, time, signal) {
    try {
      const answer = await fetch(`${form.dataset.would}?${new URLSearchParams({ day, time })}`, { signal });
      if (!answer.ok || answer.redirected) throw answer;
      return await answer.json();
    } catch (problem) {
      if (problem.name === "AbortError") return null;
      return { allowed: false, words: status.dataset.offline };
    }
  }

  // While somebody fills in the form itself, the same words stand below it.
  for (const form of document.querySelectorAll("form[data-would]")) {
    form.addEventListener("change", async () => {
      const { day, time } = form.elements;
      const said = day.value && time.value ? await ask(form, day.value, time.value) : null;
      form.querySelector("[data-words]").textContent = said ? said.words : "";
    });
  }

  class Block {
    constructor(element) {
      this.element = element;
      this.form = document.getElementById(`plek-${element.dataset.block}`);
      const [hours, minutes] = element.dataset.time.split(":").map(Number);
      this.home = { day: cells.findIndex((cell) => cell.dataset.day === element.dataset.day), at: hours * 60 + minutes };
      if (this.home.day < 0 || !this.form) return;
      this.usual = { parent: element.parentElement, next: element.nextElementSibling };
      this.first = element.firstChild.cloneNode(true);
      this.place = { ...this.home };
      element.tabIndex = 0;
      element.setAttribute("role", "slider");
      element.setAttribute("aria-label", [element.dataset.title, element.dataset.who].filter(Boolean).join(", "));
      element.setAttribute("aria-describedby", "pijltjes");
      element.setAttribute("aria-valuemin", 0);
      element.setAttribute("aria-valuemax", cells.length * DAY);
      this.tell();
      element.addEventListener("keydown", (event) => this.key(event));
      element.addEventListener("pointerdown", (event) => this.grab(event));
      element.addEventListener("focusout", () => {
        if (this.moving || this.sent) return;
        if (this.isAway()) this.putBack();
        else status.textContent = "";
      });
    }

    isAway() { return this.place.day !== this.home.day || this.place.at !== this.home.at; }

    tell() {
      const { day, at } = this.place;
      this.element.setAttribute("aria-valuenow", day * DAY + at);
      this.element.setAttribute("aria-valuetext", `${cells[day].dataset.name} ${clock(at)}`);
    }

    // Stands there for now; nothing is saved.
    stand(day, at) {
      this.place = { day: clamp(day, 0, cells.length - 1), at: clamp(at, 0, DAY - QUARTER) };
      const focused = document.activeElement === this.element;
      this.moving = true;
      if (this.isAway()) {
        const box = cells[this.place.day].querySelector("div") || cells[this.place.day].appendChild(document.createElement("div"));
        if (this.element.parentElement !== box) box.append(this.element);
        this.element.firstChild.replaceWith(`${this.element.dataset.title} ${clock(this.place.at)}`);
      } else {
        this.usual.parent.insertBefore(this.element, this.usual.next);
        this.element.firstChild.replaceWith(this.first.cloneNode(true));
      }
      if (focused) this.element.focus();
      this.moving = false;
      this.element.classList.toggle("trying", this.isAway());
      this.tell();
      this.guide();
    }

    putBack(words = "") {
      this.asking?.abort();
      this.answer = null;
      this.stand(this.home.day, this.home.at);
      status.textContent = words;
    }

    // Asks what this place means; the answer to an older place is not waited for.
    consider(wait) {
      this.asking?.abort();
      this.asking = new AbortController();
      const { signal } = this.asking;
      this.answer = new Promise((resolve) => setTimeout(resolve, wait)).then(async () => {
        if (signal.aborted) return null;
        const said = await ask(this.form, cells[this.place.day].dataset.day, clock(this.place.at), signal);
        if (said && !signal.aborted) status.textContent = said.words;
        return said;
      });
      return this.answer;
    }

    async keep() {
      const said = await (this.answer || this.consider(0));
      if (!said?.allowed) return false;
      this.sent = true;
      try { sessionStorage.setItem(FOCUS, this.element.dataset.block); } catch { /* forbidden: the focus begins at the top */ }
      this.form.elements.day.value = cells[this.place.day].dataset.day;
      this.form.elements.time.value = clock(this.place.at);
      this.form.requestSubmit();
      return true;
    }

    key(event) {
      const { day, at } = this.place;
      const to = {
        ArrowUp: [day, at - QUARTER], ArrowDown: [day, at + QUARTER], ArrowLeft: [day - 1, at], ArrowRight: [day + 1, at],
      }[event.key];
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (to) {
        this.stand(...to);
        if (this.isAway()) this.consider(200);
        else this.putBack(status.dataset.back);
      } else if (event.key === "Enter") {
        if (this.isAway()) this.keep();
        else this.open();
      } else if (event.key === "Escape" && this.isAway()) {
        this.putBack(status.dataset.back);
      } else return;
      event.preventDefault();
    }

    // To the form, for a day and time that are typed.
    open() {
      this.form.closest("details").open = true;
      this.form.elements.day.focus();
    }

    // Days and hours lie beside each other on a wide page; on a narrow one the days lie below each other.
    under(event, offset) {
      const boxes = cells.map((cell) => cell.getBoundingClientRect());
      const isNarrow = boxes.length > 1 && boxes[0].left === boxes[1].left;
      const x = event.clientX - offset;
      const far = (box) => (isNarrow ? Math.max(box.top - event.clientY, event.clientY - box.bottom) : Math.max(box.left - x, x - box.right));
      const day = boxes.reduce((best, box, n) => (far(box) < far(boxes[best]) ? n : best), 0);
      const minutes = OPENS + ((x - boxes[day].left) / boxes[day].width) * (CLOSES - OPENS);
      return [day, clamp(Math.round(minutes / QUARTER) * QUARTER, OPENS, CLOSES - QUARTER)];
    }

    grab(event) {
      if (event.button !== 0) return;
      const box = cells[this.place.day].getBoundingClientRect();
      const offset = event.clientX - (box.left + ((this.place.at - OPENS) / (CLOSES - OPENS)) * box.width);
      const from = { x: event.clientX, y: event.clientY };
      let dragged = false;
      const drag = (move) => {
        dragged ||= Math.hypot(move.clientX - from.x, move.clientY - from.y) > 5;
        if (!dragged) return;
        const [day, at] = this.under(move, offset);
        if (day === this.place.day && at === this.place.at) return;
        this.stand(day, at);
        this.consider(200);
      };
      const stop = new AbortController();
      const drop = async (up) => {
        stop.abort();
        if (up.type === "pointercancel") return this.putBack();
        if (!dragged) return this.open();
        if (this.isAway() && !(await this.keep())) this.putBack(status.textContent);
      };
      // On the document: the block itself goes to another place in it while it is dragged.
      document.addEventListener("pointermove", drag, { signal: stop.signal });
      document.addEventListener("pointerup", drop, { signal: stop.signal });
      document.addEventListener("pointercancel", drop, { signal: stop.signal });
    }

    // A line down through the people, where the moment would stand.
    guide() {
      document.querySelector(".guide")?.remove();
      const box = cells[this.place.day].getBoundingClientRect(), whole = planner.getBoundingClientRect();
      if (!this.isAway() || box.width > whole.width / 2) return;
      const line = document.body.appendChild(document.createElement("div"));
      line.className = "guide";
      const part = clamp((this.place.at - OPENS) / (CLOSES - OPENS), 0, 1);
      Object.assign(line.style, {
        insetInlineStart: `${box.left + scrollX + part * box.width}px`,
        insetBlockStart: `${box.bottom + scrollY}px`,
        blockSize: `${whole.bottom - box.bottom}px`,
      });
    }
  }

  planner.classList.add("movable");
  const blocks = [...planner.querySelectorAll("[data-block]")].map((element) => new Block(element));
  let last = null;
  try { last = sessionStorage.getItem(FOCUS); sessionStorage.removeItem(FOCUS); } catch { /* forbidden */ }
  blocks.find((block) => block.element.dataset.block === last)?.element.focus();
})();
