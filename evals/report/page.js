"use strict";
// Filters: each select and the search field names a data attribute of the cases; the address keeps what is chosen.
const cases = [...document.querySelectorAll("details.case")];
const fields = [...document.querySelectorAll(".filters [name]")];
const count = document.querySelector(".filters output");
const texts = new Map(cases.map((one) => [one, one.textContent.toLowerCase()]));

function matches(one, field) {
  if (!field.value) return true;
  if (field.name === "text") return texts.get(one).includes(field.value.toLowerCase());
  return one.dataset[field.name].split("|").includes(field.value);
}

function filter() {
  let shown = 0;
  for (const one of cases) {
    one.hidden = !fields.every((field) => matches(one, field));
    if (!one.hidden) shown += 1;
  }
  count.textContent = `${shown} of ${cases.length} cases`;
  const chosen = new URLSearchParams(fields.filter((f) => f.value).map((f) => [f.name, f.value])).toString();
  try {
    history.replaceState(null, "", chosen ? `#${chosen}` : location.pathname);
  } catch {
    // A sandboxed viewer refuses: the filters work all the same.
  }
}

const wanted = new URLSearchParams(location.hash.slice(1));
for (const field of fields) {
  if (wanted.has(field.name)) field.value = wanted.get(field.name);
  field.addEventListener("input", filter);
}
document.querySelector(".filters").hidden = false;
filter();
