/** How sections are indexed when the site is built, and searched when it is read: both must say the same. */
export const searchOptions = {
  fields: ['title', 'chapter', 'text'],
  storeFields: ['title', 'chapter'],
  searchOptions: { boost: { title: 4 }, prefix: true, fuzzy: 0.15, combineWith: 'AND' as const },
};
