const WORD = /^[\w.:-]{1,64}$/;

/**
 * What a caller sent, for a message to that caller: ids and words of a list are told, anything that
 * could hold a name or a sentence is not, for messages end up in logs and on screens.
 */
export function toldValue(value: string): string {
  return WORD.test(value) ? value : "…";
}
