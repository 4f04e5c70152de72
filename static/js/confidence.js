// The number beside a slider. Without a script the slider works, with words at both ends.
(() => {
  "use strict";
  for (const slider of document.querySelectorAll("input[type=range]")) {
    const said = document.querySelector(`output[for="${slider.id}"]`);
    if (!said) continue;
    const say = () => {
      said.dataset.percent = `${slider.value}%`;
      slider.setAttribute("aria-valuetext", said.dataset.percent);
    };
    slider.addEventListener("input", say);
    say();
    said.hidden = false;
  }
})();
