// What a browser with scripts does better; every page works whole without this file.
"use strict";

// A form says what it does, and is sent once: the second click of a double click finds it busy.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented) return;
  if (form.dataset.sent) { event.preventDefault(); return; }
  if (form.method !== "post" || form.hasAttribute("data-again")) return;
  form.dataset.sent = "1";
  leaving = false;
  const pressed = event.submitter;
  if (pressed) {
    // Disabled only after the browser has gathered the form, or the button's own value would be lost.
    setTimeout(() => { pressed.disabled = true; pressed.setAttribute("aria-busy", "true"); pressed.textContent = pressed.dataset.busy || document.body.dataset.busy || pressed.textContent; }, 0);
  }
});

// Coming back with the browser's own button finds the form ready again.
window.addEventListener("pageshow", () => {
  for (const form of document.forms) delete form.dataset.sent;
});

// Leaving a form that has been typed in asks first.
let leaving = false;
document.addEventListener("input", (event) => {
  const form = event.target.form;
  if (form && form.hasAttribute("data-guard")) leaving = true;
});
window.addEventListener("beforeunload", (event) => {
  if (leaving) { event.preventDefault(); }
});

// Errors are read first.
document.addEventListener("DOMContentLoaded", () => {
  const summary = document.querySelector(".govuk-error-summary");
  if (summary) summary.focus();
  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
});
