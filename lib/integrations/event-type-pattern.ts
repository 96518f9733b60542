/** Whether an event type is one of those asked for: `proposal.execute`, `proposal.*` or `*`. */
export function matchesEventType(type: string, patterns: readonly string[]): boolean {
  return patterns.some((pattern) => {
    if (pattern === "*") {
      return true;
    }
    return pattern.endsWith(".*") ? type.startsWith(pattern.slice(0, -1)) : type === pattern;
  });
}
