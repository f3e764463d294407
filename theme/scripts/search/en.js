// What the search says in an English book, or one in any other language.

export const WORDS = {
  lang: "en",
  search: "Search",
  field: "Search for",
  close: "Close",
  results: "Search results",
  hint: "Type words, commands, names of fields, or paste an error message as it is.",
  keys: "↑ ↓ choose · Enter open · Esc close",
  count: (total) => (total === 1 ? "1 result" : `${total} results`),
  instead: (text) => `Results for “${text}”.`,
  none: (text) => `Nothing matches “${text}”.`,
  tips: ["Try a shorter word, or another name.", "Of an error message, keep the part that never changes.", "Spelling and spaces may be a little off."],
  loading: "Loading.",
  failed: "The search could not be loaded. Check the connection, and open it again.",
  marked: "What you looked for is marked. Press Esc to remove the marks.",
};
