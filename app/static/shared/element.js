// DOM elements from a tag, properties and children; every text goes in as text, never as markup.

/** Properties are attributes, except functions: `onclick: f` listens. A null or false property or child is left out. */
export function el(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) put(element, name, value);
  element.append(...children.flat(2).filter(present));
  return element;
}

export const byId = (id) => document.getElementById(id);

function put(element, name, value) {
  if (typeof value === "function") element.addEventListener(name.slice("on".length), value);
  else if (present(value)) element.setAttribute(name, value === true ? "" : value);
}

const present = (value) => value !== null && value !== undefined && value !== false;
