import { isAppError } from "./app-error";

/**
 * For a page whose address names where its list goes on: what makes no sense there begins the list
 * anew, for whoever reads a page has typed or kept its address.
 */
export async function readFromCursor<T>(
  cursor: string | string[] | undefined,
  read: (cursor: string | undefined) => Promise<T>,
): Promise<{ page: T; isBegunAnew: boolean }> {
  if (Array.isArray(cursor)) {
    return { page: await read(undefined), isBegunAnew: true };
  }
  try {
    return { page: await read(cursor), isBegunAnew: false };
  } catch (error) {
    if (cursor !== undefined && isAppError(error) && error.code === "invalid") {
      return { page: await read(undefined), isBegunAnew: true };
    }
    throw error;
  }
}
