// Values kept in this browser; where it does not allow that, they last as long as the page.

/** Until the reader clears it. */
export const onThisDevice = kept(() => localStorage);

/** Until the tab closes. */
export const inThisTab = kept(() => sessionStorage);

/** `storage` is called each time: a browser that blocks storage throws as soon as it is named. */
function kept(storage) {
  const unkept = new Map();
  return {
    get(name) {
      try {
        return unkept.get(name) ?? storage().getItem(name);
      } catch {
        return null;
      }
    },
    set(name, value) {
      try {
        storage().setItem(name, value);
      } catch {
        unkept.set(name, value);
      }
    },
  };
}
