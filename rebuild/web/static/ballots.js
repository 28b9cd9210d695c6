// 录入表决票 without the mouse: 1 to 4 choose, Enter and the arrows go from line to line, the count follows.
// Without this file the sheet is radio buttons and one button.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const sheet = document.getElementById("ballots");
  if (!sheet || !sheet.querySelector("input[type=radio]")) return;
  for (const each of sheet.querySelectorAll("[data-with-script]")) each.hidden = false;
  const lines = [...sheet.querySelectorAll("tr[data-line]")];
  const radios = (line) => [...line.querySelectorAll("input[type=radio]")];
  const chosen = (line) => radios(line).find((each) => each.checked);
  const day = (line) => line.querySelector("input[name^='d.']");

  // A line is taken in hand at what was chosen, else at its first option.
  const take = (line) => {
    if (!line) return;
    (chosen(line) || radios(line)[0]).focus();
    line.scrollIntoView({ block: "nearest" });
  };
  const next = (line, by) => take(lines[lines.indexOf(line) + by]);

  const choose = (line, key) => {
    const found = radios(line).find((each) => each.dataset.key === key);
    if (!found) return;
    found.checked = true;
    found.focus();
    // The day last written is most likely this one's too: a whole evening's ballots are signed on one day.
    if (!day(line).value && lastDay) day(line).value = lastDay;
    found.dispatchEvent(new Event("change", { bubbles: true }));
  };

  const undo = (line) => {
    if (line.classList.contains("kept")) return;
    for (const each of radios(line)) each.checked = false;
    day(line).value = "";
    sheet.dispatchEvent(new Event("change"));
  };

  let lastDay = "";
  sheet.addEventListener("keydown", (event) => {
    const line = event.target.closest("tr[data-line]");
    if (!line || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const onOption = event.target.type === "radio";
    if (event.key === "Enter" && event.target.tagName === "INPUT") {
      event.preventDefault();
      next(line, 1);
    } else if (onOption && event.key >= "1" && event.key <= "4") {
      event.preventDefault();
      choose(line, event.key);
    } else if (onOption && (event.key === "Delete" || event.key === "Backspace")) {
      event.preventDefault();
      undo(line);
    } else if (onOption && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      next(line, event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "s" && onOption) {
      event.preventDefault();
      sheet.querySelector("button.button").focus();
    }
  });

  // The count of what is on the sheet now; an answer that comes late is dropped.
  let turn = 0;
  let waiting = 0;
  const count = async () => {
    const mine = ++turn;
    const body = new URLSearchParams(new FormData(sheet));
    try {
      const answer = await fetch(sheet.dataset.tally, { method: "POST", body, credentials: "same-origin" });
      if (!answer.ok || mine !== turn) return;
      const told = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("tally");
      const here = document.getElementById("tally");
      if (told && here) here.replaceWith(told);
    } catch { /* The line is down: the count stays as it was, and saving will tell. */ }
  };
  sheet.addEventListener("change", (event) => {
    if (event.target.name && event.target.name.startsWith("d.")) lastDay = event.target.value;
    clearTimeout(waiting);
    waiting = setTimeout(count, 120);
  });

  // On a small screen the page begins at its head: nobody types there without looking.
  if (matchMedia("(min-width: 901px)").matches) take(lines.find((line) => !chosen(line)));
});
