// Where a link may lead.
// The law here: to a file beside or below the page, or a place in it. Escaping does not stop `javascript:`, so this does.

/** @returns `undefined` where it may not be followed */
export function safeHref(href: string | null): string | undefined {
  if (href === null || href === '' || /[\p{C}\\]/u.test(href)) return undefined;
  const hasScheme = /^[^/?#]*:/u.test(href.trimStart());
  return hasScheme || /^\s*\//u.test(href) ? undefined : href;
}

/** An id for a check, also for one whose name no grader of ours would choose. */
export const anchorOf = (check: string): string => `check-${check.replace(/[^\w-]+/gu, '-')}`;
